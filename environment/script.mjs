/**
 * What scripts of one's own start with, from any folder: `node --import /path/to/iterative-resnets/environment/script.mjs my.ts`.
 * TypeScript is understood from here on, and an error that nobody catches is told with the script's own line, as notebooks tell it.
 */
import { existsSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import { join } from 'node:path';
import { root } from './system/paths.mjs';

const typescript = join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs');
if (!existsSync(typescript)) {
  console.error(`The packages of the project are not installed: run \`npm run set-up\` in ${root} first.`);
  process.exit(1);
}
await import(typescript);
register('./script/as-module.mjs', import.meta.url);
/** @type {unknown} */
const told = createRequire(import.meta.url)('./script/tell-error.ts');
const { tellError } = /** @type {{ tellError: (error: unknown) => string }} */ (told);

// A package's own functions alone can be more than the ten that V8 notes unless told otherwise.
Error.stackTraceLimit = 50;
process.on('uncaughtException', (error) => {
  console.error(tellError(error));
  process.exit(1);
});
