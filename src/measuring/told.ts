import type { Measure } from './measure';

/** What is thrown for progress comes through; what a measure throws names it. */
export function told<T>(measure: Measure, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw ofMeasure(measure, error);
  }
}

export async function toldLater(measure: Measure, work: () => Promise<void>): Promise<void> {
  await work().catch((error: unknown) => {
    throw ofMeasure(measure, error);
  });
}

function ofMeasure({ name }: Measure, error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'Error') return error;
  return new Error(`The measure "${name}" cannot be taken: ${error.message.replace(/\.$/, '')}.`, { cause: error });
}
