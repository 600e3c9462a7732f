type Get = () => unknown;

/** How to read and assign a variable that lives in the scope of its cell. */
export type Access = readonly [get: Get, set: (value: unknown) => void];

/** What a cell declares, as it says at its start. */
export interface Declared {
  readonly constants: Readonly<Record<string, Get>>;
  readonly variables: Readonly<Record<string, Access>>;
  /** Those among the variables that are undefined before they are declared, where others cannot be read. */
  readonly hoisted: readonly string[];
}

/** Names that a cell which failed had not come to. */
export function missingOf({ constants, variables, hoisted }: Declared): Set<string> {
  const getters = [...Object.entries(constants), ...Object.entries(variables).map(([name, [get]]) => [name, get] as const)];
  return new Set(getters.flatMap(([name, get]) => (isThere(get, hoisted.includes(name)) ? [] : name)));
}

function isThere(get: Get, hoisted: boolean): boolean {
  try {
    return get() !== undefined || !hoisted;
  } catch {
    return false;
  }
}

/** The names that cells have declared, as later cells find them. */
export class Names {
  /** Constants as properties; variables as accessors, so that the declaring cell and later ones share one variable. */
  readonly values: object = Object.create(null) as object;

  /** @param missing names that stay what they were */
  define({ constants, variables }: Declared, missing: ReadonlySet<string>): void {
    for (const [name, get] of Object.entries(constants)) {
      if (!missing.has(name)) Object.defineProperty(this.values, name, { value: get(), writable: true, enumerable: true, configurable: true });
    }
    for (const [name, [get, set]] of Object.entries(variables)) {
      if (!missing.has(name)) Object.defineProperty(this.values, name, { get, set, enumerable: true, configurable: true });
    }
  }
}
