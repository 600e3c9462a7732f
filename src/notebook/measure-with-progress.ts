import type { Measure, Subject } from '../measuring/measure';
import { measureAll } from '../measuring/measure-all';
import type { Measured } from '../measuring/measured';
import type { ProgramOptions } from '../measuring/programs/run-programs';
import { competent } from '../statistics/competence';
import { follow } from './follow';

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** {@link measureAll} under a live line of progress; an interrupt stops it within a batch. Statistics estimated anew are folded into convolutions (see `fold`). Says so where the network is too near to chance to say anything. */
export async function measureWithProgress(subject: Subject, measures: readonly Measure[], options: ProgramOptions = {}): Promise<Measured> {
  const { chance, set: { size } } = subject;
  const measured = await follow(size, 'images measured', (report) => measureAll(subject, measures, { fold: true, ...options, onFraction: (fraction) => report(fraction * size, '') }));
  const { accuracy } = measured;
  if (accuracy !== undefined && !competent(accuracy, chance)) {
    console.error(`It is right on ${percent(accuracy)} of the images, where chance is ${percent(chance)}: so near to chance its indices say nothing, and may lie far outside [0, 1].`);
  }
  return measured;
}
