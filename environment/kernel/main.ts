/**
 * Entry point of the kernel: `node main.js CONNECTION_FILE`.
 *
 * Looks at Node's version before anything that an older one could not load, and leaves everything else to `launch.ts`.
 */
import { unsupportedNode } from './node-version';

const complaint = unsupportedNode(process.versions.node);
const connectionFile = process.argv[2];
if (complaint !== undefined) {
  fail(complaint);
} else if (connectionFile === undefined) {
  fail('The kernel needs the path of a Jupyter connection file; it is started by Jupyter, not by hand.');
} else {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- only after the version is known to be new enough
  const { launch } = require('./launch') as typeof import('./launch');
  launch(connectionFile).catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
}

function fail(sentence: string): void {
  process.stderr.write(sentence + '\n');
  process.exit(1);
}
