import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { snakemakeArguments } from '../../environment/commands/sweep.mjs';
import { root } from '../../environment/system/paths.mjs';

const folder = mkdtempSync(join(tmpdir(), 'sweep-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Stands in for a program: notes its arguments, and prints `output`. */
function standIn(name: string, output: string): void {
  mkdirSync(join(folder, 'bin'), { recursive: true });
  const program = join(folder, 'bin', name);
  writeFileSync(program, `#!/bin/bash\necho "$@" >> '${folder}/${name}.called'\nprintf '${output}'\n`);
  chmodSync(program, 0o755);
}

const runs = 'aaaaaaaaaaaaaaaa\\tmnist λ = 0\\nbbbbbbbbbbbbbbbb\\tmnist λ = 1\\n';
standIn('node', runs);
standIn('sbatch', 'Submitted batch job 1\\n');
const array = (...args: string[]) =>
  spawnSync('bash', [join(root, 'environment', 'sweep', 'slurm-array.sh'), ...args], { cwd: folder, encoding: 'utf8', env: { ...process.env, PATH: `${join(folder, 'bin')}:${process.env.PATH ?? ''}` } });
const called = (program: string): string => readFileSync(join(folder, `${program}.called`), 'utf8').trim();

test('a dry run of the Slurm array prints its runs and what would submit them, and does nothing', () => {
  const { status, stdout, stderr } = array('--dry-run', 'smoke', 'mnist', '--', '--partition=long');
  assert.deepEqual([status, stderr], [0, '']);
  const submission = '--array=0-1 --output=output/slurm/%A_%a.log --partition=long environment/sweep/slurm-array.sh';
  assert.equal(stdout, `aaaaaaaaaaaaaaaa\tmnist λ = 0\nbbbbbbbbbbbbbbbb\tmnist λ = 1\nNothing is submitted; without --dry-run the 2 runs above would be, by: sbatch ${submission}\n`);
  assert.equal(called('node'), 'environment/run.mjs plan --preset smoke --experiment mnist --list');
  assert.equal(existsSync(join(folder, 'sbatch.called')), false);
  assert.equal(existsSync(join(folder, 'output')), false);

  assert.equal(array('smoke', 'mnist', '--', '--partition=long').stdout, 'Submitted batch job 1\n');
  assert.equal(called('sbatch'), submission);
});

test('a sweep in a file is one array too, and each of its jobs trains one run of the file', () => {
  const file = join(folder, 'own.json');
  writeFileSync(file, '{}');
  rmSync(join(folder, 'node.called'));
  const { status, stdout, stderr } = array('--dry-run', 'own.json');
  assert.deepEqual([status, stderr], [0, '']);
  assert.match(stdout, /would be, by: sbatch --array=0-1 /);
  assert.equal(called('node'), `environment/run.mjs plan --sweep ${file} --list`);

  rmSync(join(folder, 'node.called'));
  const list = join(folder, 'runs.txt');
  writeFileSync(list, 'aaaaaaaaaaaaaaaa\nbbbbbbbbbbbbbbbb\n');
  const job = spawnSync('bash', [join(root, 'environment', 'sweep', 'slurm-array.sh')], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${join(folder, 'bin')}:${process.env.PATH ?? ''}`, SLURM_ARRAY_TASK_ID: '1', RUN_LIST: list, CHOSEN: file },
  });
  assert.equal(job.status, 0, job.stderr);
  assert.equal(called('node'), `environment/run.mjs train --sweep ${file} --run bbbbbbbbbbbbbbbb`);
});

test('a dry run under Snakemake is Snakemake’s own, and tells every job', () => {
  const sweep = { which: ['--preset', 'smoke', '--experiment', 'mnist'], jobs: '2' };
  const [dry, real] = [snakemakeArguments({ ...sweep, dry: true }), snakemakeArguments(sweep)];
  assert.ok(dry.includes('--dry-run') && dry.includes('--printshellcmds') && !dry.includes('rules'));
  assert.ok(!real.includes('--dry-run'));
  assert.deepEqual(real.slice(-3), ['--config', 'preset=smoke', 'experiment=mnist']);
  assert.ok(snakemakeArguments({ which: ['--sweep', '/own.json'], jobs: '2' }).join(' ').includes('--config sweep=/own.json'));
});
