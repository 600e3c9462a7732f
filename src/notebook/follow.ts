import { checkpoint, isInterrupt } from './checkpoint';
import { progress } from './progress';

/** Called by a long computation with what is done so far, of its total; awaited; throws to stop it. */
export type Report = (done: number, note: string) => Promise<void>;

/**
 * Shows a long computation as a live line, and lets an interrupt stop it wherever it reports.
 * @param total amount of work, e.g. a number of networks
 * @param what is counted, with its participle: `networks measured`
 * @param interrupted what the line says of an interrupt
 * @throws whatever stopped the computation, after the line says so; what is refused before the first report has no line beside the error
 */
export async function follow<Result>(total: number, what: string, work: (report: Report) => Promise<Result>, interrupted = 'Interrupted.'): Promise<Result> {
  const line = progress(total, what);
  let began = false as boolean;
  try {
    const result = await work(async (done, note) => {
      began = true;
      line.update(done, note);
      await checkpoint();
    });
    line.finish();
    return result;
  } catch (error) {
    if (began || isInterrupt(error)) line.stop(isInterrupt(error) ? interrupted : (error as Error).message);
    throw error;
  }
}
