/** Differentiates matrix products and strided convolutions for two seconds, counting the signals that come; ends with its standard input. */
import { startEngine } from '../../src/engine/engine';
import { differentiate } from '../../src/engine/tape';

async function main(): Promise<void> {
  const { tf, kernels } = await startEngine();
  const images = tf.randomNormal([32, 16, 16, 16], 0, 1, 'float32', 1);
  const kernel = tf.randomNormal([3, 3, 16, 32], 0, 1, 'float32', 2);
  const features = tf.randomNormal([128, 64], 0, 1, 'float32', 3);
  const matrix = tf.randomNormal([64, 10], 0, 1, 'float32', 4);
  let signals = 0;
  process.on('SIGINT', () => signals++);
  console.log('ready');
  for (const end = Date.now() + 2000; Date.now() < end; ) {
    tf.tidy(() => {
      differentiate(kernels, (ops) => ({ loss: ops.sum(ops.conv2d(images, kernel, 2)) }), [kernel, images]);
      for (let i = 0; i < 5; i++) differentiate(kernels, (ops) => ({ loss: ops.sum(ops.matMul(features, matrix)) }), [features, matrix]);
    });
    await new Promise((resolve) => setImmediate(resolve));
  }
  console.log(signals);
  process.stdin.resume();
}

void main();
