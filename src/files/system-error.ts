/** What the codes of the system's errors mean to one who wanted to read or write a file. */
const REASONS: Readonly<Partial<Record<string, string>>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  EACCES: 'this user may not do so',
  EPERM: 'this user may not do so',
  EROFS: 'its file system can only be read',
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'there is a file where its folder should be',
  EEXIST: 'its place is taken by a file or folder of another kind',
  EISDIR: 'there is a folder where the file should be',
  EMFILE: 'too many files are open',
};

/** Whether an error is the system's, about a file. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error;
}

/** Why the system would not read or write a file, in words where there are any, e.g. `the disk is full`. */
export function systemReason(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return REASONS[code] ?? (code === '' ? message : code);
}

/** What to do about it. */
export function systemRemedy(error: unknown): string {
  return systemReason(error) === 'the disk is full' ? 'free some space, then start again' : 'let it be written to, then start again';
}
