import type { NetworkInput } from '../../src/networks/definition';
import type { Contender } from '../contenders';
import type { TaskName } from '../job';

/** One task that ours and a reference are timed at. */
export interface Comparison {
  /** on the command line and in the results */
  readonly name: string;
  readonly title: string;
  readonly task: TaskName;
  readonly network: NetworkInput;
  /** images in the batch */
  readonly batch: number;
  /** calls in a turn, of which the median counts */
  readonly calls: number;
  /** name of the ratio ours / reference in the JSON file */
  readonly ratioName: string;
  /** what the ratio should not exceed */
  readonly target: number;
  readonly ours: Contender;
  readonly reference: Contender;
  readonly others: readonly Contender[];
}
