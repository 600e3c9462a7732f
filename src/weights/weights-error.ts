/** A file of weights that cannot be used or written: one sentence that names it, what is wrong with it, and what to do. */
export class WeightsError extends Error {
  override readonly name = 'WeightsError';
  readonly path: string;

  constructor(path: string, problem: string, remedy = 'download or export it again', options?: ErrorOptions) {
    // Lines of a program end without a full stop.
    super(`${path} ${problem}: ${remedy}${remedy.includes('\n') ? '' : '.'}`, options);
    this.path = path;
  }
}

/** A name out of a file as an error shows it: quoted, without control characters, not at any length. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name);
}
