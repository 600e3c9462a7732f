import { GRADIENTS } from './gradients';
import type { Attributes, KernelRunner } from './kernels';
import { Operations } from './operations';
import type { Value } from './values';

/** One kernel call as it ran: what reverse-mode differentiation needs of it. */
export interface Call {
  readonly kernel: string;
  readonly inputs: readonly Value[];
  readonly attributes: Attributes;
  readonly outputs: readonly Value[];
}

/**
 * The gradients that are known so far, by the value that they belong to. What the backward pass made is released as soon
 * as no gradient needs it, so that its memory is used again while it is still in the processor's caches.
 */
class Gradients {
  private readonly terms = new Map<Value, Value[]>();
  private readonly made = new Map<Value, number>();
  readonly ops: Operations;

  constructor(private readonly runner: KernelRunner) {
    this.ops = new Operations(runner, ({ outputs }) => {
      for (const output of outputs) this.made.set(output, 0);
    });
  }

  /** Adds the gradient from one of the places where a value was used. */
  add(value: Value, gradient: Value): void {
    this.use(gradient);
    const terms = this.terms.get(value);
    if (terms) terms.push(gradient);
    else this.terms.set(value, [gradient]);
  }

  /** The sum of a value's gradients from all places, which is the caller's to release; undefined if there are none. */
  take(value: Value): Value | undefined {
    const terms = this.terms.get(value);
    if (!terms) return undefined;
    this.terms.delete(value);
    const sum = this.ops.addAll(terms);
    this.use(sum);
    terms.forEach((term) => this.release(term));
    return sum;
  }

  release(gradient: Value): void {
    const uses = this.made.get(gradient);
    if (uses === undefined) return;
    this.made.set(gradient, uses - 1);
    if (uses === 1) this.free(gradient);
  }

  /** Releases what was made on the way to gradients and is none itself. */
  releaseUnused(): void {
    for (const [value, uses] of this.made) if (uses === 0) this.free(value);
  }

  private use(gradient: Value): void {
    const uses = this.made.get(gradient);
    if (uses !== undefined) this.made.set(gradient, uses + 1);
  }

  private free(value: Value): void {
    this.made.delete(value);
    this.runner.release?.(value);
  }
}

/**
 * Value and gradients of a scalar function by reverse-mode differentiation.
 * @param f computes the scalar with the operations that it is given, which record what they do
 * @param parameters the values by which to differentiate; each must take part in the result
 * @returns the scalar, its gradients in the order of `parameters`, and whatever else `f` returned
 * @throws Error naming a kernel that has no gradient, or the index of a parameter that the result does not depend on
 */
export function differentiate<R extends { readonly loss: Value }>(
  runner: KernelRunner,
  f: (ops: Operations) => R,
  parameters: readonly Value[],
): { readonly result: R; readonly gradients: Value[] } {
  const calls: Call[] = [];
  const result = f(new Operations(runner, (call) => calls.push(call)));

  const dependent = new Set<Value>(parameters);
  for (const call of calls) {
    if (call.inputs.some((input) => dependent.has(input))) for (const output of call.outputs) dependent.add(output);
  }

  const gradients = new Gradients(runner);
  gradients.add(result.loss, runner.constant([1], [], 'float32'));
  for (const call of calls.reverse()) {
    if (!call.inputs.some((input) => dependent.has(input))) continue;
    const outputGradients = call.outputs.map((output) => gradients.take(output));
    if (outputGradients.every((gradient) => gradient === undefined)) continue;
    const gradient = GRADIENTS[call.kernel];
    if (!gradient) throw new Error(`The operation ${call.kernel} has no gradient; add one to src/engine/gradients.ts.`);
    const wanted = call.inputs.map((input) => dependent.has(input));
    gradient(gradients.ops, call, outputGradients, wanted).forEach((inputGradient, i) => {
      const input = call.inputs[i];
      if (inputGradient && input && wanted[i]) gradients.add(input, inputGradient);
    });
    for (const outputGradient of outputGradients) if (outputGradient) gradients.release(outputGradient);
    gradients.releaseUnused();
  }
  return {
    result,
    gradients: parameters.map((parameter, i) => {
      const gradient = gradients.take(parameter);
      if (!gradient) throw new Error(`The result does not depend on parameter ${i} of shape [${parameter.shape.join()}].`);
      return gradient;
    }),
  };
}
