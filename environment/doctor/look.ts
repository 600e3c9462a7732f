/** What the project's own code finds here: the engine that starts, and the data sets. One line of JSON for the doctor. */
import { findData, type DataReport } from '../../src/data/find-data';
import { startEngine, type EngineReport } from '../../src/engine/engine';

export interface Look {
  readonly engine: EngineReport | { readonly error: string };
  readonly data: readonly DataReport[];
}

async function tryEngine(): Promise<Look['engine']> {
  try {
    const { tf, report } = await startEngine();
    const product = tf.tidy(() => [...tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).dataSync()]);
    return product.join() === '3,3,3,3' ? report : { error: `a product of matrices of ones is ${product.join(', ')} instead of all 3` };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

async function look(): Promise<Look> {
  return { engine: await tryEngine(), data: await findData() };
}

void look().then((found) => console.log(JSON.stringify(found)));
