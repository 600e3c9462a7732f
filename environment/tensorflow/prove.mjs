/** Multiplies two matrices on the compiled engine and prints which TensorFlow did it on which kind of device. */
import util from 'node:util';

// Node 24 has dropped what the engine calls.
Object.assign(util, { isNullOrUndefined: (/** @type {unknown} */ value) => value === null || value === undefined });
const { default: tf } = await import('@tensorflow/tfjs-node-gpu');

const product = tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).arraySync();
if (JSON.stringify(product) !== '[[3,3],[3,3]]') throw new Error(`the engine multiplies wrongly: ${JSON.stringify(product)}`);
const { binding, isUsingGpuDevice } = /** @type {{ binding: { TF_Version: string }, isUsingGpuDevice: boolean }} */ (/** @type {unknown} */ (tf.backend()));
console.log(`TensorFlow ${binding.TF_Version} on the ${isUsingGpuDevice ? 'GPU' : 'CPU'}`);
