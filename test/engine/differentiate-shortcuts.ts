/** Differentiates 1 × 1 convolutions of stride 2 and few channels, again and again. */
import { startEngine } from '../../src/engine/engine';
import { numbersOf } from '../../src/engine/tensors';
import { differentiate } from '../../src/engine/tape';

async function main(): Promise<void> {
  const { tf, kernels } = await startEngine();
  for (let channels = 1; channels <= 12; channels++) {
    for (let i = 0; i < 20; i++) {
      tf.tidy(() => {
        const images = tf.randomNormal([64, 14, 14, channels], 0, 1, 'float32', 1);
        const kernel = tf.randomNormal([1, 1, channels, 8], 0, 1, 'float32', 2);
        const { gradients } = differentiate(kernels, (ops) => ({ loss: ops.sum(ops.conv2d(images, kernel, 2)) }), [kernel, images]);
        gradients.forEach(numbersOf);
      });
    }
  }
  console.log('done');
}

void main();
