/** Prints what the engine of this process computes for operations, five training steps, a training and its indices, as JSON. */
import { startEngine } from '../../src/engine/engine';
import { numbersOf } from '../../src/engine/tensors';
import type { Value } from '../../src/engine/values';
import { measurable } from '../../src/networks/measurable-network';
import { measureIndices } from '../../src/ideas/indices/measure';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { train } from '../../src/training/train';
import { smallData, smallNetwork } from '../training/small-data';
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
  const network = new ResidualNetwork({ ...smallNetwork, stages: smallNetwork.stages.slice(0, 1) });
  const settings = { seed: 1, epochs: 2, batchSize: 32, learningRate: { kind: 'oneCycle', peak: 0.05 }, coupling: 0.5, lipschitz: 0.5 } as const;
  const trained = await train(engine, network, smallData, settings);
  print('trained', { ...trained.parameters, ...trained.statistics });
  const { stages } = await measureIndices(engine, measurable(trained), smallData.test, smallData, 1 / 3);
  for (const { curves } of stages) for (const [name, { accuracy }] of Object.entries(curves)) printed[name] = [...accuracy];
  console.log(JSON.stringify({ report: engine.report, printed }));
}

void main();
