import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { readSweep } from '../../src/experiments/sweep-file';
import { findRun, openStore, type StoredRun } from '../../src/runs/run-store';
import { scratchFolder } from '../data/scratch';

const root = resolve(__dirname, '..', '..');

/** As the README has scripts started. */
const command = /^node (--import) (\/path\/to\/iterative-resnets\/\S+) my\.ts$/m.exec(readFileSync(join(root, 'README.md'), 'utf8'))!.slice(1).map((part) => part.replace('/path/to/iterative-resnets', root));

function start(folder: string, script: string): { interrupt: () => void; running: () => boolean; ended: Promise<{ status: number | null; said: string }> } {
  const child = spawn(process.execPath, [...command, script], { cwd: folder, env: { ...process.env, RUNS_DIR: join(folder, 'runs') }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  return {
    interrupt: () => child.kill('SIGINT'),
    running: () => child.exitCode === null,
    ended: once(child, 'close').then(([status]) => ({ status: status as number | null, said })),
  };
}

const pause = (): Promise<void> => new Promise((turn) => setTimeout(turn, 20));

test('Ctrl-C leaves a script that trains runs with status 130, a sentence and no stack, and it goes on from there', async (context) => {
  const folder = await scratchFolder(context);
  const described = {
    name: 'own', task: 'mnist', trainImages: 5000, testImages: 200, seeds: [1],
    network: { channels: [8], blocks: 3, stride: 4 }, training: { epochs: 2, batchSize: 32, learningRate: { kind: 'oneCycle', peak: 0.1 } },
  };
  writeFileSync(join(folder, 'own.json'), JSON.stringify(described));
  writeFileSync(join(folder, 'my.mts'), `import { experiments, runWithProgress } from '${root}/src';\nconst done = await runWithProgress(experiments.sweep(${JSON.stringify(described)}));\nconsole.log(done.length, 'done');\n`);
  const [run] = readSweep(join(folder, 'own.json')).runs;
  const stored = (): StoredRun => findRun(openStore(join(folder, 'runs')), run!);

  const first = start(folder, 'my.mts');
  while ((stored().progress?.step ?? 0) === 0) {
    assert.ok(first.running(), 'it ended before it was interrupted');
    await pause();
  }
  first.interrupt();
  const { status, said } = await first.ended;
  assert.equal(status, 130, said);
  assert.match(said, /^1 network to train, 1 at a time[^\n]*\n(?:0\/1 [^\n]*\n)*Stopped after 0 of 1 networks trained and measured, [^\n]*: Interrupted; the next start goes on from here\.\n$/);
  const left = stored().environment[0]!;
  assert.ok(left.toStep > 0, 'what was done is saved');

  const second = await start(folder, 'my.mts').ended;
  assert.equal(second.status, 0, second.said);
  assert.match(second.said, /\n1 done\n$/);
  assert.deepEqual(stored().environment.map(({ fromStep }) => fromStep), [0, left.toStep]);
});

test('Ctrl-C in a training that keeps no checkpoints says so', async (context) => {
  const folder = await scratchFolder(context);
  const script = `import { data, networks, startEngine, training } from '${root}/src';
const engine = await startEngine();
const mnist = await data.loadMnist();
const network = new networks.ResidualNetwork({ input: [28, 28, 1], classes: 10, stages: [{ transition: { kind: 'convolution', channels: 4, stride: 4 }, blocks: 1 }] });
setTimeout(() => process.kill(process.pid, 'SIGINT'), 500);
await training.trainNetworkWithProgress(engine, network, mnist, { seed: 1, epochs: 1000, learningRate: { kind: 'constant', rate: 0.01 } });
`;
  writeFileSync(join(folder, 'my.mts'), script);
  const { status, said } = await start(folder, 'my.mts').ended;
  assert.equal(status, 130, said);
  assert.match(said, /(?:^|\n)Stopped after \d+ of 1000 epochs trained, [^\n]*: Interrupted; the next start trains it anew\. Runs \(runWithProgress\) keep checkpoints and go on from there\.\n$/);
});

test('Ctrl-C between long computations ends a script at once', async (context) => {
  const folder = await scratchFolder(context);
  writeFileSync(join(folder, 'my.mts'), `import { follow } from '${root}/src/notebook/follow';
await follow(1, 'thing done', (report) => report(1, ''));
setTimeout(() => process.kill(process.pid, 'SIGINT'), 100);
setTimeout(() => console.log('went on'), 5000);
`);
  const { status, said } = await start(folder, 'my.mts').ended;
  assert.equal(status, null);
  assert.match(said, /\n1 thing done in 0 s\n$/);
});
