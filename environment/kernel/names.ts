/** How to read and assign a variable that lives in the scope of its cell. */
export type Access = readonly [get: () => unknown, set: (value: unknown) => void];

/** The names that cells have declared, as later cells find them. */
export class Names {
  /** Constants as properties; variables as accessors, so that the declaring cell and later ones share one variable. */
  readonly values: object = Object.create(null) as object;

  define(constants: Readonly<Record<string, unknown>>, variables: Readonly<Record<string, Access>>): void {
    for (const [name, value] of Object.entries(constants)) {
      Object.defineProperty(this.values, name, { value, writable: true, enumerable: true, configurable: true });
    }
    for (const [name, [get, set]] of Object.entries(variables)) {
      Object.defineProperty(this.values, name, { get, set, enumerable: true, configurable: true });
    }
  }
}
