import type { Measure, Subject } from '../measuring/measure';
import { measureAll } from '../measuring/measure-all';
import type { Measured } from '../measuring/measured';
import { follow } from './follow';

/** {@link measureAll} under a live line of progress; an interrupt stops it within a batch. */
export async function measureWithProgress(subject: Subject, measures: readonly Measure[]): Promise<Measured> {
  const { size } = subject.set;
  return follow(size, 'images measured', (report) => measureAll(subject, measures, { onFraction: (fraction) => report(fraction * size, '') }));
}
