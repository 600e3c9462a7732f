import { z } from 'zod';
import { labelsPerImage } from '../data/dataset';
import type { Measure } from '../measuring/measure';
import { layoutOf, placesOfBlocks, singleDrops, wholeNetwork } from '../measuring/programs/block-programs';
import { highestClasses } from '../objectives/right';
import type { StoredTensor, TensorFile } from '../weights/tensor-file';

/** What a network says of every test image, in the order of the set. Everything is [images] long unless said. */
export interface ImageResults {
  /** [images · n] the classes of each image, n of them */
  readonly labels: Uint8Array;
  /** [images · n] the n classes of the highest logits, the highest first */
  readonly predicted: Uint8Array;
  /** 1: exactly the image's classes are predicted */
  readonly right: Uint8Array;
  /** cross-entropy in nats */
  readonly loss: Float32Array;
  /** of the predicted distribution, in nats */
  readonly entropy: Float32Array;
  /** by how much the probability of the image's class leads the largest other one, from −1 to 1 */
  readonly margin: Float32Array;
  /** whether images are right when a single block is dropped */
  readonly dropped: readonly { readonly stage: number; readonly block: number; readonly right: Uint8Array }[];
}

const dropName = ({ stage, block }: { readonly stage: number; readonly block: number }): string => `right without stage ${stage} block ${block}`;

/** As tensors of a safetensors file, whose names say what they are. */
export function imageTensors(results: ImageResults): TensorFile {
  const { dropped, ...values } = results;
  const images = results.right.length;
  const tensor = (numbers: StoredTensor['values']): StoredTensor => ({ shape: numbers.length === images ? [images] : [images, numbers.length / images], values: numbers });
  return {
    tensors: new Map([
      ...Object.entries(values).map(([name, numbers]): [string, StoredTensor] => [name, tensor(numbers)]),
      ...dropped.map((drop): [string, StoredTensor] => [dropName(drop), tensor(drop.right)]),
    ]),
    metadata: new Map([['format', 'iterative-resnets image results 1']]),
  };
}

/** @throws Error naming the tensor that is missing or of another type or length than its kind has */
export function imageResults({ tensors }: TensorFile, path: string): ImageResults {
  const images = tensors.get('right')?.shape[0] ?? 0;
  const wrong = (name: string): Error => new Error(`${path} has no results "${name}" of ${images} images: measure the run again.`);
  const values = <Kind extends Uint8Array | Float32Array>(name: string, kind: new (length: number) => Kind): Kind => {
    const stored = tensors.get(name);
    if (!(stored?.values instanceof kind) || images === 0 || stored.shape[0] !== images) throw wrong(name);
    return stored.values;
  };
  const labels = values('labels', Uint8Array);
  const predicted = values('predicted', Uint8Array);
  if (predicted.length !== labels.length) throw wrong('predicted');
  const places = [...tensors.keys()].flatMap((name) => {
    const [, stage, block] = /^right without stage (\d+) block (\d+)$/.exec(name) ?? [];
    return stage === undefined ? [] : [{ stage: Number(stage), block: Number(block) }];
  });
  return {
    labels,
    predicted,
    right: values('right', Uint8Array),
    loss: values('loss', Float32Array),
    entropy: values('entropy', Float32Array),
    margin: values('margin', Float32Array),
    dropped: places.sort((a, b) => a.stage - b.stage || a.block - b.block).map((place) => ({ ...place, right: values(dropName(place), Uint8Array) })),
  };
}

/**
 * Results of every image as a measure that takes part in a pass over the images and has no rows: what the network says of each, and
 * whether it is right with each single block dropped. Statistics of batch normalization are those of the pass.
 */
export function imageResultsMeasure(): { readonly measure: Measure; results(): ImageResults } {
  let found: ImageResults | undefined;
  const measure: Measure = {
    name: 'image results',
    row: z.strictObject({}),
    keys: [],
    over: 'network',
    start({ network, set }) {
      const n = labelsPerImage(set);
      const layout = layoutOf(network);
      const values = () => new Float32Array(set.size);
      const results = {
        labels: Uint8Array.from(set.labels),
        predicted: new Uint8Array(set.size * n),
        right: new Uint8Array(set.size),
        loss: values(),
        entropy: values(),
        margin: values(),
        dropped: placesOfBlocks(layout).map((place) => ({ ...place, right: new Uint8Array(set.size) })),
      };
      found = results;
      return {
        programs: [wholeNetwork(layout), ...singleDrops(layout)],
        onReadout(program, said, from) {
          if (program > 0) {
            results.dropped[program - 1]!.right.set(said.right, from);
            return;
          }
          for (const what of ['right', 'loss', 'entropy', 'margin'] as const) results[what].set(said[what], from);
          results.predicted.set(highestClasses(said.logits, said.right.length, n), from * n);
        },
        rows: () => [],
      };
    },
  };
  return { measure, results: () => found! };
}
