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
  const [, program, ...args] = /^(node) (--import) (\/path\/to\/iterative-resnets\/\S+) (my\.ts)$/m.exec(readme)!;
  const here = (text: string): string => text.replace('/path/to/iterative-resnets', root);
  const folder = await scratchFolder(context);
  // As it stands, but of fewer images.
  const small = sample.replace("'../src'", `'${root}/src'`).replace('await data.loadMnist()', 'few(await data.loadMnist())');
  const few = `import { take } from '${root}/src/data/dataset';\nfunction few<D extends { train: never; test: never }>(mnist: D): D {\n  return { ...mnist, train: take(mnist.train, 640), test: take(mnist.test, 200) };\n}\n`;
  writeFileSync(join(folder, 'my.ts'), `${few}${small}console.log(engine.report.engine, mnist.train.size, measured);\n`);
  assert.equal(program, 'node');
  const { status, stdout, stderr } = spawnSync(process.execPath, args.map(here), { cwd: folder, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  assert.match(stdout, /(?:^|\n)native 640 \{[^]*convergenceIndex: -?[\d.e-]+/);
});

const thrower = `type Of = { name: string };
function mine({ name }: Of): void {
  experiments.sweep({ name, task: 'mnist', network: { channels: [8], blocks: 6 }, training: { epochs: 1, rate: 1, learningRate: { kind: 'constant', rate: 0.1 } }, seeds: [1] } as never);
}
await Promise.resolve();
mine({ name: 'own' });
`;
const noTable = `const table = arquero.table({ task: ['a'] });
table.filter((d: any) => d.tsk === 'a');
`;

test('a script that is named .ts may await outside of functions, wherever it lies, and imports files beside it', async (context) => {
  const folder = await scratchFolder(context);
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }');
  writeFileSync(join(folder, 'beside.ts'), 'export const two: number = 2;\n');
  writeFileSync(join(folder, 'my.ts'), `import { two } from './beside';\nconsole.log((await Promise.resolve<number>(two)) + 1, process.argv[2]);\n`);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', join(root, 'environment', 'script.mjs'), 'my.ts', 'of mine'], { cwd: folder, encoding: 'utf8' });
  assert.deepEqual([status, stdout, stderr], [0, '3 of mine\n', '']);
});

test('an error that ends a script is told with the script’s line, and without what is inside of Node, packages and the project', async (context) => {
  const folder = await scratchFolder(context);
  const file = join(folder, 'my.mts');
  for (const [script, told] of [
    [
      `import { experiments } from '${root}/src';\n${thrower}`,
      [
        `${file}, line 4:`, "    2 | type Of = { name: string };", '    3 | function mine({ name }: Of): void {', `  > 4 | ${thrower.split('\n')[2]!}`, '      |               ^', '',
        'RangeError: The sweep cannot be used: training: there is no "rate" among the keys epochs, batchSize, learningRate, momentum, weightDecay, augmentation, couplingBy, blockStart.',
        `    at mine (${file}:4:15)`, `    at <anonymous> (${file}:7:1)`,
      ],
    ],
    [`import * as arquero from '${root}/node_modules/arquero/src/index.js';\n${noTable}`, [`${file}, line 3:`, `    1 | import * as arquero from '${root}/node_modules/arquero/src/index.js';`, `    2 | ${noTable.split('\n')[0]!}`, `  > 3 | ${noTable.split('\n')[1]!}`, '      |       ^', '', 'Error: Invalid column reference: "d.tsk"', `    at <anonymous> (${file}:3:7) {`, '  [cause]: undefined', '}']],
    ["import lodash from 'lodash';\nconsole.log(lodash);\n", [`${file}, line 1:`, "  > 1 | import lodash from 'lodash';", '      |                     ^', '', "Cannot find package 'lodash'."]],
    [`import { nothing } from '${root}/src';\nconsole.log(nothing);\n`, [`${file}, line 1:`, `  > 1 | import { nothing } from '${root}/src';`, '      | ^', '', `SyntaxError: The requested module '${root}/src' does not provide an export named 'nothing'`]],
    ['const one = 1;\nconst two = (;\n', [`${file}, line 2:`, '    1 | const one = 1;', '  > 2 | const two = (;', '      |              ^', '', 'SyntaxError: Unexpected ";"']],
    ["throw 'a text';\n", ['thrown: a text']],
  ] as const) {
    writeFileSync(file, script);
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', join(root, 'environment', 'script.mjs'), 'my.mts'], { cwd: folder, encoding: 'utf8' });
    assert.deepEqual({ status, stdout, told: stderr.trimEnd().split('\n') }, { status: 1, stdout: '', told });
  }
});
