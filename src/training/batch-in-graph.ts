import type { BatchOrder } from '../data/batch';
import type { ImageSet } from '../data/dataset';
import type { NormalizationTable } from '../data/normalize';
import { attribute } from '../engine/kernels';
import { Operations } from '../engine/operations';
import type { Shape } from '../engine/values';
import type { GraphFunction, GraphValue, Variable } from '../graph/graph-function';
import { DATA_TYPES } from '../graph/saved-model';
import { labelShape } from '../objectives/objective';

/** A training set in a session: put there once, read by every step. */
export interface ImagesInSession {
  /** bytes [size, height · width · channels] */
  readonly pixels: Variable;
  /** int32 [size], or [size, n] for n classes an image */
  readonly labels: Variable;
}

export function imagesInSession({ labels, size, shape }: ImageSet): ImagesInSession {
  const [height, width, channels] = shape;
  return {
    pixels: { name: 'data/pixels', shape: [size, height * width * channels], dtype: 'uint8' },
    labels: { name: 'data/labels', shape: labelShape(size, labels.length), dtype: 'int32' },
  };
}

/** Int32 arrays by which a step finds the pixels of mirrored and moved images. */
export interface EncodedPlacements {
  /** [batch, height] and [batch, width]: the pixels' rows and columns in the images with a border, one below the other, as parts of a flat index */
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

/** @param border as many pixels as images are moved at most */
export function encodePlacements(placements: BatchOrder['placements'], [height, width]: ImageSet['shape'], border: number): EncodedPlacements {
  const [fullHeight, fullWidth] = [height + 2 * border, width + 2 * border];
  const rows = new Int32Array(placements.length * height);
  const columns = new Int32Array(placements.length * width);
  placements.forEach(({ flip, dy, dx }, item) => {
    for (let y = 0; y < height; y++) rows[item * height + y] = (item * fullHeight + border + y - dy) * fullWidth;
    for (let x = 0; x < width; x++) columns[item * width + x] = border + (flip ? width - 1 - (x - dx) : x - dx);
  });
  return { rows, columns };
}

/** Where pixels come from, as {@link EncodedPlacements} has it, int32. */
export interface PlacementInGraph {
  readonly rows: GraphValue;
  readonly columns: GraphValue;
  readonly border: number;
}

/**
 * The same batch as makeBatch's, bit by bit, from images in the session.
 * @param indices int32 [batch]
 * @param placement undefined: images as they are
 */
export function batchInGraph(
  graph: GraphFunction,
  { pixels, labels }: ImagesInSession,
  shape: ImageSet['shape'],
  table: NormalizationTable,
  indices: GraphValue,
  placement: PlacementInGraph | undefined,
): { readonly images: GraphValue; readonly labels: GraphValue } {
  const [height, width, channels] = shape;
  const batch = indices.shape[0]!;
  const bytes = gather(graph, graph.read(pixels), indices, [batch, height * width * channels]);
  const images = normalize(graph, reshape(graph, bytes, [batch, height, width, channels]), table);
  return {
    images: placement ? place(graph, images, placement) : images,
    labels: gather(graph, graph.read(labels), indices, [batch, ...labels.shape.slice(1)]),
  };
}

/** Looks every byte up in its channel's part of the table. */
function normalize(graph: GraphFunction, bytes: GraphValue, table: NormalizationTable): GraphValue {
  const channels = bytes.shape[3]!;
  const attr = { SrcT: { type: DATA_TYPES.uint8 }, DstT: { type: DATA_TYPES.int32 }, Truncate: { b: false } };
  const [codes] = graph.node('Cast', [bytes], attr, [{ shape: bytes.shape, dtype: 'int32' }]);
  const starts = graph.array(Int32Array.from({ length: channels }, (_, channel) => 256 * channel), [channels]);
  return gather(graph, graph.array(table, [table.length]), addIntegers(graph, codes!, starts, bytes.shape), bytes.shape);
}

/** Moves and mirrors images: puts a border of zeros around them and takes every pixel from where it was. */
function place(graph: GraphFunction, images: GraphValue, { rows, columns, border }: PlacementInGraph): GraphValue {
  const [batch, height, width, channels] = images.shape as [number, number, number, number];
  const bordered = new Operations(graph).pad(images, border) as GraphValue;
  const sources = addIntegers(graph, reshape(graph, rows, [batch, height, 1]), reshape(graph, columns, [batch, 1, width]), [batch, height, width]);
  const flat = reshape(graph, bordered, [batch * (height + 2 * border) * (width + 2 * border), channels]);
  return gather(graph, flat, sources, images.shape);
}

function gather(graph: GraphFunction, from: GraphValue, indices: GraphValue, shape: Shape): GraphValue {
  const attr = { Tparams: { type: DATA_TYPES[from.dtype] }, Tindices: { type: DATA_TYPES.int32 }, Taxis: { type: DATA_TYPES.int32 }, batch_dims: { i: 0 } };
  return graph.node('GatherV2', [from, indices, graph.constant([0], [], 'int32')], attr, [{ shape, dtype: from.dtype }])[0]!;
}

function reshape(graph: GraphFunction, x: GraphValue, shape: Shape): GraphValue {
  const attr = { T: { type: DATA_TYPES[x.dtype] }, Tshape: { type: DATA_TYPES.int32 } };
  return graph.node('Reshape', [x, graph.constant(shape, [shape.length], 'int32')], attr, [{ shape, dtype: x.dtype }])[0]!;
}

function addIntegers(graph: GraphFunction, a: GraphValue, b: GraphValue, shape: Shape): GraphValue {
  return graph.run('AddV2', [a, b], { T: attribute.type('int32') }, [{ shape, dtype: 'int32' }])[0]!;
}
