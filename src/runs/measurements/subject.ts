import type { Dataset } from '../../data/dataset';
import type { Engine } from '../../engine/engine';
import type { MeasurableNetwork } from '../../networks/measurable-network';

/** A trained network, and the part of the data set that its run names. */
export interface MeasuredSubject {
  readonly engine: Engine;
  readonly network: MeasurableNetwork;
  readonly data: Dataset;
}

/** Called with the fraction done; awaited; throw to stop. */
export type OnFraction = (fraction: number) => Promise<void> | void;
