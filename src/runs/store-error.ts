/** A file or folder of the run store that cannot be used or written: one sentence that names it, what is wrong with it, and what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly path: string;

  constructor(path: string, problem: string, remedy: string, options?: ErrorOptions) {
    super(`${path} ${problem}: ${remedy}.`, options);
    this.path = path;
  }
}
