import type * as tfc from '@tensorflow/tfjs-core';

/** An attribute of a kernel as the binding takes it. */
export interface NativeAttribute {
  readonly name: string;
  readonly type: number | undefined;
  readonly value: unknown;
}

/** TensorFlow's C library as tfjs-node's binding offers it: its version, and its enumerations as numbers. */
export interface Binding {
  readonly TF_Version: string;
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_STRING: number;
}

/** What is used here of tfjs-node's back end, which does not publish these types. */
export interface NativeBackend {
  readonly binding: Binding;
  readonly isUsingGpuDevice: boolean;
  executeSingleOutput(name: string, attributes: NativeAttribute[], inputs: tfc.Tensor[]): tfc.Tensor;
  executeMultipleOutputs(name: string, attributes: NativeAttribute[], inputs: tfc.Tensor[], outputs: number): tfc.Tensor[];
}
