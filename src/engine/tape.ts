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

/** Adds up the gradients that reach one value from the several places where it was used. */
class Accumulator {
  private readonly terms = new Map<Value, Value[]>();

  add(value: Value, gradient: Value): void {
    const terms = this.terms.get(value);
    if (terms) terms.push(gradient);
    else this.terms.set(value, [gradient]);
  }

  total(ops: Operations, value: Value): Value | undefined {
    const terms = this.terms.get(value);
    if (!terms || terms.length === 0) return undefined;
    const sum = ops.addAll(terms);
    this.terms.set(value, [sum]);
    return sum;
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

  const ops = new Operations(runner);
  const gradients = new Accumulator();
  gradients.add(result.loss, runner.constant([1], [], 'float32'));
  for (const call of calls.reverse()) {
    if (!call.inputs.some((input) => dependent.has(input))) continue;
    const outputGradients = call.outputs.map((output) => gradients.total(ops, output));
    if (outputGradients.every((gradient) => gradient === undefined)) continue;
    const gradient = GRADIENTS[call.kernel];
    if (!gradient) throw new Error(`The operation ${call.kernel} has no gradient; add one to src/engine/gradients.ts.`);
    const wanted = call.inputs.map((input) => dependent.has(input));
    gradient(ops, call, outputGradients, wanted).forEach((inputGradient, i) => {
      const input = call.inputs[i];
      if (inputGradient && input && wanted[i]) gradients.add(input, inputGradient);
    });
  }
  return {
    result,
    gradients: parameters.map((parameter, i) => {
      const gradient = gradients.total(ops, parameter);
      if (!gradient) throw new Error(`The result does not depend on parameter ${i} of shape [${parameter.shape.join()}].`);
      return gradient;
    }),
  };
}
