/** A file of a data set, and what its reader should do should it turn out to be bad. */
export interface FileOrigin {
  readonly path: string;
  /** Ends the error's sentence, e.g. "download it again". */
  readonly remedy: string;
}

/** A data file or folder that cannot be used: one sentence that names it, what is wrong with it, and what to do. */
export class DataError extends Error {
  override readonly name = 'DataError';
  readonly path: string;

  constructor(origin: FileOrigin, problem: string, options?: ErrorOptions) {
    super(`${origin.path} ${problem}: ${origin.remedy}.`, options);
    this.path = origin.path;
  }
}

/** The code of a system or zlib error ("ENOENT", "Z_DATA_ERROR"), or undefined. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
