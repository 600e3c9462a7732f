import { alternativeTexts, encodeBinary } from './rich-results';
import type { Cell } from './cell';

/** What the project's own modules may ask of the kernel; see {@link KERNEL_HOST}. */
export interface KernelHost {
  /**
   * Sends one `display_data` message of the cell on whose behalf the caller runs, all representations in one bundle;
   * with `update`, replaces what was shown under `displayId`.
   */
  publish(
    data: Readonly<Record<string, unknown>>,
    options?: { readonly metadata?: Readonly<Record<string, unknown>>; readonly displayId?: string; readonly update?: boolean },
  ): void;
  /** Aborts when the cell on whose behalf the caller runs is interrupted. */
  readonly interruptSignal: AbortSignal;
}

/** The property of `globalThis` that holds the {@link KernelHost}; it is absent outside the kernel. */
export const KERNEL_HOST = Symbol.for('iterative-resnets.kernel');

/** @param current the cell on whose behalf the caller runs */
export function createKernelHost(current: () => Cell): KernelHost {
  return {
    publish(data, { metadata = {}, displayId, update = false } = {}) {
      if (update && displayId === undefined) throw new TypeError('An update of a display needs its displayId.');
      current().outputs.publish(update ? 'update_display_data' : 'display_data', {
        data: encodeBinary(data),
        metadata: { ...alternativeTexts(data), ...metadata },
        transient: displayId === undefined ? {} : { display_id: displayId },
      });
    },
    get interruptSignal() {
      return current().signal;
    },
  };
}
