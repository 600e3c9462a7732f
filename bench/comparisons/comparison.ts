import type { NetworkInput } from '../../src/networks/definition';
import type { Contender } from '../contenders';
import type { TorchvisionNetwork } from '../torchvision';
import type { Workload } from '../workload';

/** A workload that ours and a reference are timed at. */
export interface Comparison {
  /** on the command line and in the results */
  readonly name: string;
  readonly title: string;
  readonly workload: Workload<NetworkInput | TorchvisionNetwork>;
  /** of every contender, where it is not the bench's to choose */
  readonly threads?: number;
  /** calls in a turn, of which the median counts */
  readonly calls: number;
  /** calls before the first turn, whose losses must agree; 5 unless said; of none, the first turn's must */
  readonly firstCalls?: number;
  /** for comparisons whose calls take seconds */
  readonly mostRounds?: number;
  /** name of the ratio ours / reference in the JSON file */
  readonly ratioName: string;
  /** what the ratio should not exceed; undefined where it is for information */
  readonly target?: number;
  readonly ours: Contender;
  readonly reference: Contender;
  readonly others: readonly Contender[];
}
