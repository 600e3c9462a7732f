import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ask } from '../system/child.mjs';
import { readJson } from '../system/files.mjs';
import { jupyterEnvironment } from '../system/jupyter.mjs';
import { jupyter, python, root } from '../system/paths.mjs';
import { setItUp } from './finding.mjs';

/** Starts the kernel by its kernelspec and asks it who it is. */
const askKernel = `
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel(kernel_name='iterative-resnets', startup_timeout=60)
client.kernel_info()
print(client.get_shell_msg(timeout=30)['content']['banner'])
client.stop_channels()
manager.shutdown_kernel(now=True)
`;

/** @returns {import('./finding.mjs').Finding[]} the kernelspec, and whether the kernel behind it answers */
export function kernel() {
  const spec = join(jupyter, 'kernels', 'iterative-resnets', 'kernel.json');
  if (!existsSync(spec) || !existsSync(python)) return [{ found: 'Kernel: not installed', mend: setItUp }];
  const { argv } = /** @type {{ argv: string[] }} */ (readJson(spec));
  const { ok, output } = ask(python, ['-c', askKernel], { env: jupyterEnvironment(), seconds: 120 });
  const answer = output.split('\n').at(-1) ?? '';
  return [
    { found: `Kernelspec: ${relative(root, spec)} (${argv.join(' ')})` },
    ok ? { found: `Kernel answers: ${answer}` } : { found: `Kernel does not answer: ${answer}`, mend: `delete .environment/kernel, then ${setItUp}` },
  ];
}
