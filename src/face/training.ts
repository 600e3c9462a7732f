/**
 * Training: whole, or step by step.
 * @module
 */
export { train, type AfterStep } from '../training/train';
export { trainNetworkWithProgress } from '../notebook/train-network-with-progress';
export { inTurn, type HistoryOf } from '../training/after-steps';
export { Trainer, type StepReport, type TrainedNetwork, type TrainingPosition } from '../training/trainer';
export { type TrainingInput, type TrainingSettings } from '../training/settings';
export { NonFiniteError } from '../training/non-finite';
