/**
 * Prints what the engine is on this machine, for `npm run doctor`: a line for each fact.
 * @module
 */
import { startEngine } from './engine';

async function main(): Promise<void> {
  const { report, tf } = await startEngine();
  const name = { native: "TensorFlow's C library", wasm: 'WebAssembly', javascript: 'pure JavaScript' }[report.engine];
  console.log(`Engine: ${name} on the ${report.device}`);
  console.log(`Versions: TensorFlow ${report.tensorflow ?? '–'}, tfjs ${report.tfjs}, Node ${report.node}`);
  console.log(`Threads: ${report.threads}; oneDNN: ${report.oneDNN ? 'on' : 'off'}`);
  const product = tf.tidy(() => tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).dataSync());
  if (!product.every((value) => value === 3)) throw new Error(`A product of matrices of ones gave ${product.join(', ')} instead of 3s.`);
  console.log('A product of matrices is right.');
  if (report.warning !== undefined) throw new Error(report.warning);
}

main().catch((error: unknown) => {
  console.log(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
