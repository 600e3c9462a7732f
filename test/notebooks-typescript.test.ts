import assert from 'node:assert/strict';
import { join, relative, sep } from 'node:path';
import { test } from 'node:test';
import * as ts from '@tslab/typescript-for-tslab';

const root = join(__dirname, '..');

test('notebooks, whose TypeScript is older than the project’s, can import it', () => {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram([join(root, 'src', 'index.ts')], { ...options, noUncheckedIndexedAccess: false });
  const complaints = ts.getPreEmitDiagnostics(program).flatMap(({ file, start = 0, messageText }) => {
    if (!file?.fileName.startsWith(join(root, 'src').split(sep).join('/'))) return [];
    const line = file.getLineAndCharacterOfPosition(start).line + 1;
    return [`${relative(root, file.fileName)}, line ${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`];
  });
  assert.deepEqual(complaints, []);
});
