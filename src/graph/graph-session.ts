import type * as tfc from '@tensorflow/tfjs-core';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NativeBackend } from '../engine/native-backend';
import type { Shape } from '../engine/values';
import { callEndpoint, getEndpoint, setEndpoint, type Endpoint } from './graph';
import type { GraphFunction, Variable } from './graph-function';
import { TAG } from './saved-model';

/** Bytes, which tfjs has no tensors of. */
export interface ByteTensor {
  readonly dtype: 'uint8';
  readonly bytes: Uint8Array;
  readonly shape: Shape;
}

function isByteTensor(value: tfc.Tensor | ByteTensor): value is ByteTensor {
  return value.dtype === 'uint8';
}

/** A graph that TensorFlow has loaded, with the values of its variables. */
export class GraphSession {
  private readonly id: number;

  /** @param savedModel of {@link encodeGraph} */
  constructor(
    private readonly backend: NativeBackend,
    savedModel: Uint8Array,
  ) {
    const folder = mkdtempSync(join(tmpdir(), 'iterative-resnets-graph-'));
    try {
      writeFileSync(join(folder, 'saved_model.pb'), savedModel);
      this.id = backend.binding.loadSavedModel(folder, TAG);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** Runs a function of the graph. @returns its results, as tensors of the caller's */
  call(f: GraphFunction, inputs: readonly tfc.Tensor[]): tfc.Tensor[] {
    return this.run([callEndpoint(f)], this.backend.getInputTensorIds([...inputs]));
  }

  /** What variables hold. */
  get(variables: readonly Variable[]): tfc.Tensor[] {
    return this.run(variables.map(getEndpoint), []);
  }

  /** Fills variables with copies of values. */
  set(variables: readonly Variable[], values: readonly (tfc.Tensor | ByteTensor)[]): void {
    const { binding } = this.backend;
    const made: number[] = [];
    const ids = values.map((value) => {
      if (!isByteTensor(value)) return this.backend.getInputTensorIds([value])[0]!;
      made.push(binding.createTensor([...value.shape], binding.TF_UINT8, value.bytes));
      return made[made.length - 1]!;
    });
    try {
      for (const done of this.run(variables.map(setEndpoint), ids)) done.dispose();
    } finally {
      for (const id of made) binding.deleteTensor(id);
    }
  }

  dispose(): void {
    this.backend.binding.deleteSavedModel(this.id);
  }

  private run(endpoints: readonly Endpoint[], inputs: readonly number[]): tfc.Tensor[] {
    const feeds = endpoints.flatMap((endpoint) => endpoint.feeds);
    const fetches = endpoints.flatMap((endpoint) => endpoint.fetches);
    return this.backend.binding
      .runSavedModel(this.id, [...inputs], feeds.join(), fetches.join())
      .map((metadata) => this.backend.createOutputTensor(metadata));
  }
}
