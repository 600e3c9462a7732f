import type * as ZeroMQ from 'zeromq';
import { CellCompiler } from './cell-compiler';
import { CellRunner } from './cell-runner';
import { Interrupts } from './interrupt';
import { Kernel } from './kernel';
import { createKernelHost, KERNEL_HOST } from './kernel-host';
import { endWithParent } from './parent-process';
import { captureStreams } from './process-streams';
import { findProjectRoot, requireFromTslab } from './project';
import { Server } from './server';
import type { TypeScript } from './typescript-host';

/**
 * Starts the kernel in the folder of the notebook, which Jupyter makes the working folder; cells run in the project's
 * root.
 *
 * @throws Error with a sentence for the reader where it cannot start
 */
export async function launch(connectionFile: string): Promise<void> {
  const interrupts = new Interrupts();
  interrupts.listen();
  endWithParent();
  const root = findProjectRoot();
  const load = requireFromTslab(root);
  const server = await Server.open(load('zeromq') as typeof ZeroMQ, connectionFile);
  const notebookFolder = process.cwd();
  process.chdir(root);

  const compiler = CellCompiler.create(load, root, notebookFolder);
  const { printQuickInfo } = load('./inspect.js') as typeof import('tslab/dist/inspect');
  const { getVersion } = load('./util.js') as typeof import('tslab/dist/util');
  const kernel = new Kernel({
    ts: load('@tslab/typescript-for-tslab') as TypeScript,
    compiler,
    runner: new CellRunner(compiler, root),
    interrupts,
    printQuickInfo,
    tslabVersion: getVersion(),
  });

  const current = () => {
    const cell = kernel.currentCell();
    if (!cell) throw new Error('No cell has been run yet.');
    return cell;
  };
  const host = createKernelHost(current);
  Object.defineProperty(globalThis, KERNEL_HOST, { value: host });
  // Through this, tslab's own `display` reaches the cell.
  const jupyter = load('./jupyter.js') as { lastWriteDisplayData: unknown };
  jupyter.lastWriteDisplayData = (content: TslabDisplay, update?: boolean) =>
    current().outputs.publish(update ? 'update_display_data' : 'display_data', content);

  captureStreams(() => kernel.currentCell());
  process.on('uncaughtException', (error) => kernel.failUncaught(error));
  process.on('unhandledRejection', (reason) => kernel.failUncaught(reason));
  server.serve(kernel);
}

interface TslabDisplay {
  readonly data: object;
  readonly metadata: object;
  readonly transient: { readonly display_id?: string };
}
