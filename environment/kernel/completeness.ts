import type * as TS from '@tslab/typescript-for-tslab';
import { syntaxErrors } from './syntax';
import type { TypeScript } from './typescript-host';

export type Completeness = { status: 'complete' } | { status: 'invalid' } | { status: 'incomplete'; indent: string };

/** Errors that more text can mend although they are reported where the unfinished thing begins. */
const UNTERMINATED_TEMPLATE = 1160;
const UNTERMINATED_COMMENT = 1010;
/** One that no further line can mend, though it is reported at the end. */
const UNTERMINATED_STRING = 1002;

/** Whether code can be run as it is, needs more lines, or is wrong whatever follows. */
export function completeness(ts: TypeScript, code: string): Completeness {
  const errors = syntaxErrors(ts, code);
  if (errors.length === 0) return { status: 'complete' };
  const end = code.trimEnd().length;
  const mendable = (error: TS.Diagnostic) =>
    ((error.start ?? 0) >= end && error.code !== UNTERMINATED_STRING) || error.code === UNTERMINATED_TEMPLATE || error.code === UNTERMINATED_COMMENT;
  return errors.every(mendable) ? { status: 'incomplete', indent: nextIndent(code) } : { status: 'invalid' };
}

/** The indent of the last line, and two spaces more if it opens a bracket. */
function nextIndent(code: string): string {
  const line = code.slice(code.lastIndexOf('\n') + 1);
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  return /[{([]\s*$/.test(line) ? `${indent}  ` : indent;
}
