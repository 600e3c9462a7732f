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
  readonly TF_UINT8: number;
  createTensor(shape: number[], type: number, values: Uint8Array): number;
  deleteTensor(id: number): void;
  loadSavedModel(folder: string, tags: string): number;
  /** @param feeds, fetches names, separated by commas */
  runSavedModel(id: number, inputs: number[], feeds: string, fetches: string): TensorMetadata[];
  deleteSavedModel(id: number): void;
}

/** A tensor of TensorFlow's, as the binding describes it. */
export interface TensorMetadata {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

/** What is used here of tfjs-node's back end, which does not publish these types. */
export interface NativeBackend {
  readonly binding: Binding;
  readonly isUsingGpuDevice: boolean;
  getInputTensorIds(tensors: tfc.Tensor[]): number[];
  createOutputTensor(metadata: TensorMetadata): tfc.Tensor;
  executeSingleOutput(name: string, attributes: NativeAttribute[], inputs: tfc.Tensor[]): tfc.Tensor;
  executeMultipleOutputs(name: string, attributes: NativeAttribute[], inputs: tfc.Tensor[], outputs: number): tfc.Tensor[];
}
