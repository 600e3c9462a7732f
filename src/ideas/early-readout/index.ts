/**
 * J5: what the head says behind every block.
 * @module
 */
export { earlyReadout, earlyReadouts as measure, type EarlyReadout, type ImageReadouts } from './measure';
export { earlyReadoutAgainstBlock as figure } from './figure';
export { earlyReadoutHistory } from './over-training';
export { earlyReadoutOverTraining } from './history-figure';
