import type { RowsByName } from '../measuring/measured';
import { joinedBlocks } from '../tables/joined-blocks';
import type { RunTables } from '../tables/tables-of-runs';
import { blocks, earlyReadouts, readouts, runs, type BlockRow, type RunRow } from '../tables/tables';
import type { NetworkNumbers, UnrolledNumbers } from './question';

/** What was measured of one network, from the rows of measures. @param chance accuracy of a chance predictor */
export function numbersOf(rows: RowsByName, chance: number): NetworkNumbers {
  let joined: NetworkNumbers['blocks'] | undefined;
  return {
    get blocks() {
      return (joined ??= joinedBlocks(rows, chance));
    },
    get readouts() {
      return rows('borderlineExamples') as unknown as NetworkNumbers['readouts'];
    },
    get earlyReadouts() {
      return rows('earlyReadout').map(({ block, accuracy }) => ({ epoch: 0, block: block!, accuracy: accuracy! }));
    },
    get unrolling() {
      const tested = (rows('unrolling on other images') as unknown as (UnrolledNumbers & { readonly part: string })[]).filter(({ part }) => part === 'tested');
      return tested.length > 0 ? tested : (rows('unrolling') as unknown as UnrolledNumbers[]);
    },
    get unrolledLoss() {
      return rows('unrolled loss')[0]?.unrolling ?? null;
    },
  };
}

/** A network under the labels of one experiment. */
type Labelled = Pick<RunRow, 'run' | 'experiment' | 'preset' | 'variant'>;

/** What tables of runs say of every network; one run may have a part in several experiments. */
export function numbersByNetwork(tables: Pick<RunTables, 'runs' | 'blocks' | 'readouts' | 'earlyReadouts'>, set: BlockRow['set']): (network: Labelled) => NetworkNumbers {
  const keyOf = ({ run, experiment, preset, variant }: Labelled): string => JSON.stringify([run, experiment, preset, variant]);
  const byNetwork = <Row extends Labelled>(rows: readonly Row[]): ((network: Labelled) => readonly Row[]) => {
    const found = new Map<string, Row[]>();
    for (const row of rows) found.set(keyOf(row), [...(found.get(keyOf(row)) ?? []), row]);
    return (network) => found.get(keyOf(network)) ?? [];
  };
  const onTest = set === 'test';
  const ofBlocks = byNetwork(blocks.rows(tables.blocks).filter((row) => row.set === set));
  const [ofReadouts, ofEarly] = [byNetwork(onTest ? readouts.rows(tables.readouts) : []), byNetwork(onTest ? earlyReadouts.rows(tables.earlyReadouts) : [])];
  const ofRuns = byNetwork(runs.rows(tables.runs));
  return (one) => ({ blocks: ofBlocks(one), readouts: ofReadouts(one), earlyReadouts: ofEarly(one), unrolling: [], unrolledLoss: onTest ? (ofRuns(one)[0]?.unrolling ?? null) : null });
}
