import type * as tfc from '@tensorflow/tfjs-core';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NativeBackend } from '../engine/native-backend';
import type { Shape } from '../engine/values';
import { callEnds, type Graph } from './graph';
import type { GraphFunction } from './graph-function';
import { TAG } from './saved-model';

/** Bytes, which tfjs has no tensors of. */
export interface ByteTensor {
  readonly dtype: 'uint8';
  readonly bytes: Uint8Array;
  readonly shape: Shape;
}

/** A graph that TensorFlow has loaded, with what its variables hold. */
export class GraphSession {
  private readonly id: number;

  /** @throws Error by TensorFlow when the graph is not valid */
  constructor(
    private readonly backend: NativeBackend,
    readonly graph: Graph,
  ) {
    const folder = mkdtempSync(join(tmpdir(), 'iterative-resnets-graph-'));
    try {
      writeFileSync(join(folder, 'saved_model.pb'), graph.bytes);
      this.id = backend.binding.loadSavedModel(folder, TAG);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** Runs a function of the graph. @returns its results, as tensors of the caller's */
  call(f: GraphFunction, inputs: readonly (tfc.Tensor | ByteTensor)[]): tfc.Tensor[] {
    const { binding } = this.backend;
    const made: number[] = [];
    const ids = inputs.map((input) => {
      if (!isByteTensor(input)) return this.backend.getInputTensorIds([input])[0]!;
      const id = binding.createTensor([...input.shape], binding.TF_UINT8, input.bytes);
      made.push(id);
      return id;
    });
    const { feeds, fetches } = callEnds(f);
    try {
      return binding.runSavedModel(this.id, ids, feeds.join(), fetches.join()).map((metadata) => this.backend.createOutputTensor(metadata));
    } finally {
      for (const id of made) binding.deleteTensor(id);
    }
  }

  dispose(): void {
    this.backend.binding.deleteSavedModel(this.id);
  }
}

function isByteTensor(input: tfc.Tensor | ByteTensor): input is ByteTensor {
  return input.dtype === 'uint8';
}
