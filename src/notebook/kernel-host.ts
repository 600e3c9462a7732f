/** What the project's kernel offers to code that runs in a cell. */
export interface KernelHost {
  /** One display_data (or update_display_data) message of the running cell, with all MIME types in one bundle. */
  publish(
    data: Record<string, unknown>,
    options?: { metadata?: Record<string, unknown>; displayId?: string; update?: boolean },
  ): void;
  /** Aborts when the running cell is interrupted; a fresh one for each cell. */
  readonly interruptSignal: AbortSignal;
}

/** The kernel, or `undefined` in a terminal, a test or another kernel. */
export function kernelHost(): KernelHost | undefined {
  return (globalThis as Record<symbol, KernelHost | undefined>)[Symbol.for('iterative-resnets.kernel')];
}
