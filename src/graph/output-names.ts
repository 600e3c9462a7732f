/**
 * Names that TensorFlow's op registry gives to the outputs of the operations that graphs here are made of: within a
 * function a node's output is named by them. Where an operation has several outputs they are in the registry's order.
 */
const OUTPUT_NAMES: Readonly<Record<string, readonly string[]>> = {
  AddV2: ['z'],
  ArgMax: ['output'],
  AvgPool: ['output'],
  AvgPoolGrad: ['output'],
  BatchMatMulV2: ['output'],
  BroadcastTo: ['output'],
  Cast: ['y'],
  CheckNumerics: ['output'],
  ConcatV2: ['output'],
  Const: ['output'],
  Conv2D: ['output'],
  Conv2DBackpropFilter: ['output'],
  Conv2DBackpropInput: ['output'],
  DeepCopy: ['y'],
  Equal: ['z'],
  Erf: ['y'],
  Exp: ['y'],
  FusedBatchNormGradV3: ['x_backprop', 'scale_backprop', 'offset_backprop', 'reserve_space_4', 'reserve_space_5'],
  FusedBatchNormV3: ['y', 'batch_mean', 'batch_variance', 'reserve_space_1', 'reserve_space_2', 'reserve_space_3'],
  GatherV2: ['output'],
  GreaterEqual: ['z'],
  InvertPermutation: ['y'],
  Less: ['z'],
  Log: ['y'],
  LogicalAnd: ['z'],
  Maximum: ['z'],
  MaxPool: ['output'],
  MaxPoolGrad: ['output'],
  Mean: ['output'],
  Mul: ['z'],
  OneHot: ['output'],
  Pad: ['output'],
  PadV2: ['output'],
  ReadVariableOp: ['value'],
  RealDiv: ['z'],
  Relu: ['activations'],
  ReluGrad: ['backprops'],
  Reshape: ['output'],
  Rsqrt: ['y'],
  SelectV2: ['output'],
  Sigmoid: ['y'],
  Sign: ['y'],
  Slice: ['output'],
  Softmax: ['softmax'],
  SparseSoftmaxCrossEntropyWithLogits: ['loss', 'backprop'],
  Softplus: ['activations'],
  SoftplusGrad: ['backprops'],
  Sqrt: ['y'],
  Square: ['y'],
  StridedSlice: ['output'],
  StridedSliceGrad: ['output'],
  Sub: ['z'],
  Sum: ['output'],
  Tanh: ['y'],
  TopKV2: ['values', 'indices'],
  Transpose: ['y'],
  UnsortedSegmentSum: ['output'],
  VarHandleOp: ['resource'],
  _FusedBatchNormEx: ['y', 'batch_mean', 'batch_variance', 'reserve_space_1', 'reserve_space_2', 'reserve_space_3'],
  _FusedConv2D: ['output'],
};

/** The same for operations whose outputs, however many, are one list. */
const OUTPUT_LISTS: Readonly<Record<string, string>> = {
  SplitV: 'output',
};

/**
 * How a function refers to an output of one of its nodes: `name:place`.
 * @throws Error naming an operation whose outputs are not in the tables
 */
export function outputReference(operation: string, index: number): string {
  const list = OUTPUT_LISTS[operation];
  if (list !== undefined) return `${list}:${index}`;
  const name = OUTPUT_NAMES[operation]?.[index];
  if (name === undefined) {
    throw new Error(`Output ${index} of the operation ${operation} has no name here; add it to src/graph/output-names.ts (the names are those of TensorFlow's op registry).`);
  }
  return `${name}:0`;
}
