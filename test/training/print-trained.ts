/** Prints a digest of what training with the settings in TRAINING ends in. */
import { startEngine } from '../../src/engine/engine';
import { ResidualNetwork } from '../../src/networks/residual-network';
import type { TrainingInput } from '../../src/training/settings';
import { smallNetwork } from './small-data';
import { digest, trainedBits } from './trained-bits';

async function main(): Promise<void> {
  const settings = JSON.parse(process.env.TRAINING ?? '') as TrainingInput;
  console.log(digest(await trainedBits(await startEngine(), new ResidualNetwork(smallNetwork), settings)));
}

void main();
