/** Prints what the engine of this process computes for the operations and for five training steps, as JSON. */
import { startEngine } from '../../src/engine/engine';
import { numbersOf } from '../../src/engine/tensors';
import type { Value } from '../../src/engine/values';
import { nameOf, runTrajectory, trajectories } from '../training/trajectory';
import { operationCases, runCase } from './operation-cases';

/** Numbers by what they are. */
export type Printed = Readonly<Record<string, number[]>>;

async function main(): Promise<void> {
  const engine = await startEngine();
  const printed: Record<string, number[]> = {};
  const print = (name: string, values: Readonly<Record<string, Value | undefined>>): void => {
    for (const [part, value] of Object.entries(values)) if (value) printed[`${name}: ${part}`] = [...numbersOf(value)];
  };
  for (const one of operationCases) {
    const { value, mean, variance, gradients } = runCase(engine.tf, engine.kernels, one);
    print(one.name, { value, mean, variance, ...gradients });
  }
  for (const one of trajectories.filter(({ lipschitz }) => lipschitz !== null)) {
    const { losses, state } = runTrajectory(engine, one);
    printed[`${nameOf(one)}: losses`] = losses;
    for (const values of Object.values(state)) print(nameOf(one), values as Readonly<Record<string, Value>>);
  }
  console.log(JSON.stringify({ report: engine.report, printed }));
}

void main();
