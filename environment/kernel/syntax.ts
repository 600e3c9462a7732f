import type * as TS from '@tslab/typescript-for-tslab';
import type { TypeScript } from './typescript-host';

/** What is wrong with the syntax of some code, whatever its names mean; `file` names it in the diagnostics. */
export function syntaxErrors(ts: TypeScript, code: string, file = 'cell.ts'): readonly TS.Diagnostic[] {
  const parsed = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, false, ts.ScriptKind.TS);
  // Not in TypeScript's declarations, but what tslab's own check of completeness uses too.
  return (parsed as TS.SourceFile & { readonly parseDiagnostics: readonly TS.Diagnostic[] }).parseDiagnostics;
}
