import type { Dataset } from '../data/dataset';
import type { Engine } from '../engine/engine';
import type { Network } from '../networks/network';
import type { Snapshot } from './execution';
import type { TrainingInput } from './settings';
import { Trainer, type StepReport, type TrainedNetwork } from './trainer';

/**
 * Called after every step, with a way to see the network's values so far; training waits for what it returns. It gives the event loop its turn,
 * so that progress is shown, and stops the training by throwing (interrupt).
 */
export type AfterStep = (report: StepReport, snapshot: () => Snapshot) => Promise<void> | void;

/**
 * Trains a network from its start to the end of its schedule.
 * @throws Error when the settings are not valid or do not fit the network or the data, before any work
 * @throws NonFiniteError naming the step and the layer where a number stopped being finite
 */
export async function train(
  engine: Engine,
  network: Network,
  data: Dataset,
  input: TrainingInput,
  afterStep: AfterStep = () => undefined,
): Promise<TrainedNetwork> {
  const trainer = new Trainer(engine, network, data, input);
  try {
    while (trainer.step < trainer.steps) {
      await afterStep(trainer.advance(), () => trainer.snapshot());
      await new Promise((resolve) => setImmediate(resolve));
    }
    return trainer.finish();
  } finally {
    trainer.dispose();
  }
}
