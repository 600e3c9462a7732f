import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const root = join(__dirname, '..', '..');
const python = join(root, '.environment', 'python', 'bin', 'python');

/** The parts of a notebook's file that matter here. */
export interface NotebookFile {
  readonly cells: {
    readonly cell_type: string;
    readonly metadata: { readonly tags?: readonly string[] };
    source: string | string[];
    outputs?: { readonly output_type: string; readonly data?: Readonly<Record<string, unknown>> }[];
    execution_count?: number | null;
  }[];
}

/** A JupyterLab that serves a folder of its own. */
export interface Lab {
  /** Address of a notebook in the folder, with the token that opens it. */
  address(notebook: string): string;
  /** The notebook as it was last saved. */
  saved(notebook: string): NotebookFile;
  stop(): Promise<void>;
}

/** Why JupyterLab cannot be started here, if so. */
export function missingLab(): string | undefined {
  return existsSync(python) ? undefined : `There is no ${python}: run "npm run set-up".`;
}

/**
 * Starts JupyterLab on a folder where notebooks may be changed and saved, and which otherwise looks like the project.
 *
 * @param notebooks text of each notebook by its name
 */
export async function startLab(notebooks: Readonly<Record<string, string>>): Promise<Lab> {
  const parent = join(root, '.environment', 'test');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'lab-'));
  mkdirSync(join(folder, 'notebooks'));
  for (const name of ['src', 'data']) symlinkSync(join(root, name), join(folder, name));
  for (const [name, text] of Object.entries(notebooks)) writeFileSync(join(folder, 'notebooks', name), text);
  // The kernel is found through its kernelspec alone; nothing of the user's own Jupyter comes in, and nothing is left there.
  cpSync(join(root, '.environment', 'jupyter', 'kernels'), join(folder, 'jupyter', 'kernels'), { recursive: true });

  const port = await freePort();
  const token = 'for-this-test-only';
  const flags = [
    `--ServerApp.root_dir=${folder}`,
    `--ServerApp.port=${port}`,
    '--ServerApp.port_retries=0',
    `--IdentityProvider.token=${token}`,
    "--KernelSpecManager.allowed_kernelspecs={'iterative-resnets'}",
    '--KernelSpecManager.ensure_native_kernel=False',
    '--MultiKernelManager.default_kernel_name=iterative-resnets',
    '--LabApp.extension_manager=readonly',
    '--no-browser',
    ...(process.getuid?.() === 0 ? ['--allow-root'] : []),
  ];
  const server = spawn(python, ['-m', 'jupyter', 'lab', ...flags], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      JUPYTER_PATH: join(folder, 'jupyter'),
      JUPYTER_CONFIG_DIR: join(folder, 'jupyter', 'config'),
      JUPYTER_DATA_DIR: join(folder, 'jupyter', 'data'),
      JUPYTER_RUNTIME_DIR: join(folder, 'jupyter', 'run'),
      JUPYTER_PREFER_ENV_PATH: '1',
    },
  });
  let log = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk: Buffer) => (log += chunk.toString()));

  const stop = async (): Promise<void> => {
    await end(server);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const base = `http://127.0.0.1:${port}`;
  try {
    await answers(`${base}/api/status?token=${token}`, server, () => log);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    address: (notebook) => `${base}/lab/tree/notebooks/${notebook}?token=${token}&reset`,
    saved: (notebook) => JSON.parse(readFileSync(join(folder, 'notebooks', notebook), 'utf8')) as NotebookFile,
    stop,
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function answers(url: string, server: ChildProcess, log: () => string): Promise<void> {
  const deadline = Date.now() + 90_000;
  while (Date.now() < deadline && server.exitCode === null) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await sleep(200);
  }
  throw new Error(`JupyterLab does not answer at ${url}:\n${log()}`);
}

/** Ends the server, which ends its kernels. */
async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  const kill = setTimeout(() => server.kill('SIGKILL'), 20_000);
  await ended;
  clearTimeout(kill);
}

/** The project's notebook at another preset and without outputs. */
export function atPreset(notebook: string, preset: string): string {
  const content = JSON.parse(readFileSync(join(root, 'notebooks', notebook), 'utf8')) as NotebookFile;
  let set = 0;
  for (const cell of content.cells) {
    if (cell.cell_type !== 'code') continue;
    cell.outputs = [];
    cell.execution_count = null;
    if (!cell.metadata.tags?.includes('parameters')) continue;
    cell.source = [cell.source].flat().join('').replace(/(const preset[^=]*=\s*)'[^']*'/, (_, declaration: string) => (set++, `${declaration}'${preset}'`));
  }
  if (set !== 1) throw new Error(`${notebook} declares no preset in a cell tagged "parameters".`);
  return JSON.stringify(content);
}

/** A notebook of code cells for the project's kernel. */
export function notebookOf(...cells: readonly string[]): string {
  return JSON.stringify({
    cells: cells.map((source, index) => ({ cell_type: 'code', id: `cell-${index}`, metadata: {}, execution_count: null, outputs: [], source })),
    metadata: { kernelspec: { name: 'iterative-resnets', display_name: 'TypeScript (tslab, iterative-resnets)', language: 'typescript' } },
    nbformat: 4,
    nbformat_minor: 5,
  });
}
