import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { scratchFolder } from '../data/scratch';

const root = resolve(__dirname, '..', '..');

test('the sample of the README is a script that runs in any folder, by the command that is given there', async (context) => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const sample = /```ts\n(import [^]*?)```/.exec(readme)![1]!;
  const [, program, ...args] = /^(node) (--import) (\/path\/to\/iterative-resnets\/\S+) (my\.mts)$/m.exec(readme)!;
  const here = (text: string): string => text.replace('/path/to/iterative-resnets', root);
  const folder = await scratchFolder(context);
  // As far as the network: training it is what other tests do.
  const untilTraining = sample.slice(0, sample.indexOf('const trained'));
  writeFileSync(join(folder, 'my.mts'), `${untilTraining.replace("'../src'", `'${root}/src'`)}console.log(engine.report.engine, mnist.train.size, network.parameterCount().trainable);\n`);
  assert.equal(program, 'node');
  const { status, stdout, stderr } = spawnSync(process.execPath, args.map(here), { cwd: folder, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^native 60000 /);
});
