import { GraphFunction, type Variable } from './graph-function';

/** A function that fills variables with its arguments, in their order; what it returns is of no interest. */
export function fillingFunction(name: string, variables: Iterable<Variable>): GraphFunction {
  const f = new GraphFunction(name);
  for (const variable of variables) f.fill(variable);
  f.result(f.constant([0], [], 'int32')); // a call must return something
  return f;
}
