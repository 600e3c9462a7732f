import type { KernelHost } from '../../src/notebook/kernel-host';

export interface Published {
  readonly data: Record<string, unknown>;
  readonly displayId: string | undefined;
  readonly update: boolean;
}

const key = Symbol.for('iterative-resnets.kernel');

/** Stands in for the kernel while `run` runs; what was published, and a way to interrupt the cell. */
export async function withFakeKernel(
  run: (published: Published[], interrupt: (reason: Error) => void) => Promise<void> | void,
): Promise<void> {
  const published: Published[] = [];
  const controller = new AbortController();
  const host: KernelHost = {
    publish: (data, { displayId, update = false } = {}) => void published.push({ data, displayId, update }),
    interruptSignal: controller.signal,
  };
  const scope = globalThis as Record<symbol, unknown>;
  scope[key] = host;
  try {
    await run(published, (reason) => controller.abort(reason));
  } finally {
    scope[key] = undefined;
  }
}
