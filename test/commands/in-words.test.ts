import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { scratchFolder } from '../data/scratch';

const root = join(__dirname, '..', '..');

/** What a command says that fails in a way, and how it ends. */
const failing = (body: string) => {
  const program = `const { runCommand } = require('./src/commands/options.ts'); runCommand(async () => { ${body} });`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '--eval', program], { cwd: root, encoding: 'utf8' });
  return { status, stdout, stderr };
};

test('a command that the system lets not write says which file, why and what to do, without a stack', async (context) => {
  const file = join(await scratchFolder(context), 'file');
  writeFileSync(file, '');
  const write = (path: string) => failing(`require('node:fs').writeFileSync(${JSON.stringify(path)}, 'x');`);
  const sentence = (path: string, reason: string) => ({ status: 1, stdout: '', stderr: `${path} could not be read or written (${reason}): let it be written to, then start again.\n` });
  assert.deepEqual(write(join(file, 'x')), sentence(join(file, 'x'), 'there is a file where its folder should be'));
  for (const [code, reason] of [['EROFS', 'its file system can only be read'], ['EACCES', 'this user may not do so']] as const) {
    const thrown = failing(`throw Object.assign(new Error('${code}: x'), { code: '${code}', syscall: 'open', path: '/clone/x' });`);
    assert.deepEqual(thrown, sentence('/clone/x', reason));
  }
});

test('an error in the project’s own words is its sentence; of another the place is told too', () => {
  assert.deepEqual(failing("throw new RangeError('Ask for less.');"), { status: 1, stdout: '', stderr: 'Ask for less.\n' });
  const { status, stderr } = failing("throw new TypeError('x is not a function');");
  assert.equal(status, 1);
  assert.match(stderr, /^TypeError: x is not a function\n +at /);
});
