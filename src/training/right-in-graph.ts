import { attribute, FLOAT } from '../engine/kernels';
import { Operations } from '../engine/operations';
import type { Shape, Value } from '../engine/values';
import type { GraphFunction, GraphValue } from '../graph/graph-function';
import { DATA_TYPES } from '../graph/saved-model';

/**
 * How many samples have their n highest logits at exactly their n labels, as `isRight` counts them: of equal logits TensorFlow
 * too takes the first.
 * @param logits [batch, classes]
 * @param labels int32 [batch], or [batch, n]
 */
export function numberRight(f: GraphFunction, logits: Value, labels: GraphValue): Value {
  const ops = new Operations(f);
  const [batch, n] = [labels.shape[0]!, labels.shape[1] ?? 1];
  const best = f.run('TopKV2', [logits, f.constant([n], [], 'int32')], { ...FLOAT, sorted: attribute.bool(false) }, [
    { shape: [batch, n], dtype: 'float32' },
    { shape: [batch, n], dtype: 'int32' },
  ])[1]!;
  const found = equal(f, reshape(f, best, [batch, n, 1]), reshape(f, labels, [batch, 1, n]), [batch, n, n]);
  return ops.sum(equal(f, ops.sum(found, [1, 2]) as GraphValue, f.constant([n], [], 'float32'), [batch]));
}

/** 1 where two values are equal, else 0. */
function equal(f: GraphFunction, a: GraphValue, b: GraphValue, shape: Shape): GraphValue {
  const [same] = f.node('Equal', [a, b], { T: { type: DATA_TYPES[a.dtype] }, incompatible_shape_error: { b: true } }, [{ shape, dtype: 'bool' }]);
  const cast = { SrcT: { type: DATA_TYPES.bool }, DstT: { type: DATA_TYPES.float32 }, Truncate: { b: false } };
  return f.node('Cast', [same!], cast, [{ shape, dtype: 'float32' }])[0]!;
}

function reshape(f: GraphFunction, x: GraphValue, shape: Shape): GraphValue {
  return f.run('Reshape', [x, f.constant(shape, [shape.length], 'int32')], { T: attribute.type('int32'), Tshape: attribute.type('int32') }, [
    { shape, dtype: 'int32' },
  ])[0]!;
}
