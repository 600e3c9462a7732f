import type { OwnLayers } from '../../src/networks/own-network';

/** Residual MLPs for small images: every block has a matrix of its own before a hyperbolic tangent, and one behind it that all blocks share or each has for itself. */
export function mlp(): OwnLayers {
  const width = 12;
  return {
    input: [6, 6, 1],
    stages: [
      {
        transition: ({ ops, weight, parameter }, x) => ops.tanh(ops.biasAdd(ops.matMul(ops.reshape(x, [x.shape[0]!, 36]), weight('kernel', [36, width])), parameter('bias', [width], 0))),
        blocks: 4,
        block: ({ ops, weight, parameter }, h) =>
          ops.add(h, ops.matMul(ops.tanh(ops.biasAdd(ops.matMul(h, weight('first', [width, width])), parameter('bias', [width], 0))), weight('second', [width, width], 0.5))),
      },
    ],
    head: ({ ops, weight, parameter }, h) => ops.biasAdd(ops.matMul(h, weight('kernel', [width, 3])), parameter('bias', [3], 0)),
  };
}

export function sharedMlp(): OwnLayers {
  const width = 12;
  return {
    input: [6, 6, 1],
    stages: [
      {
        transition: ({ ops, weight }, x) => ops.matMul(ops.reshape(x, [x.shape[0]!, 36]), weight('kernel', [36, width])),
        blocks: 4,
        block: ({ ops, weight, parameter, shared }, h) => {
          const inner = ops.tanh(ops.biasAdd(ops.matMul(h, shared.weight('first', [width, width])), parameter('bias', [width], 0)));
          return ops.add(h, ops.matMul(inner, weight('second', [width, width], 0.5)));
        },
      },
    ],
    head: ({ ops, weight }, h) => ops.matMul(h, weight('kernel', [width, 3])),
  };
}

/** Two stages of maps whose blocks are a convolution with batch normalization and attention between all pixels. */
export function attention(): OwnLayers {
  const channels = 4;
  const stage = (stride: number): OwnLayers['stages'][number] => ({
    transition: ({ ops, weight, batchNorm }, x) => ops.relu(batchNorm('norm', ops.conv2d(x, weight('kernel', [3, 3, x.shape[3]!, channels]), stride))),
    blocks: 2,
    block: ({ ops, weight, parameter, batchNorm }, h) => {
      const [batch, height, width] = h.shape as [number, number, number, number];
      const local = ops.conv2d(ops.relu(batchNorm('norm', h)), weight('kernel', [3, 3, channels, channels], 0.5));
      const pixels = ops.layerNorm(ops.reshape(h, [batch, height * width, channels]), parameter('scale', [channels], 1), parameter('shift', [channels], 0), 1e-5);
      const [query, key, value] = ['query', 'key', 'value'].map((name) => ops.matMul(pixels, weight(name, [channels, channels], 0.5)));
      const attended = ops.matMul(ops.softmax(ops.scale(ops.matMul(query!, key!, false, true), 1 / Math.sqrt(channels))), value!);
      return ops.addAll([h, local, ops.reshape(attended, h.shape)]);
    },
  });
  return {
    input: [6, 6, 1],
    stages: [stage(1), stage(2)],
    head: ({ ops, weight, parameter }, h) => ops.biasAdd(ops.matMul(ops.mean(h, [1, 2]), weight('kernel', [channels, 3])), parameter('bias', [3], 0)),
  };
}
