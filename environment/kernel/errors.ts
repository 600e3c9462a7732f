import { inspect } from 'node:util';
import type * as TS from '@tslab/typescript-for-tslab';
import { columnsInPlace } from './columns';
import { Interrupted, type Cell } from './cell';
import { CompileError } from './diagnostics';
import { excerpt } from './excerpt';
import { LEADING_LINES } from './cell-compiler';
import { CELL } from './names-across-cells';

/** An error as Jupyter's protocol puts it; the lines of `traceback` are what a reader sees. */
export interface ErrorReport {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** Begins a declaration of a cell, as its code is written as a rule. */
const DECLARING = /^(?:import|const|let|var|function|async function|class|abstract class|enum|type|interface)\b/m;

/**
 * Tells what went wrong in a cell, in terms of the cell's own lines.
 * @param names the values of the names that cells have declared
 */
export function reportError(error: unknown, cell: Cell, names: object): ErrorReport {
  if (error instanceof CompileError) return reportDiagnostics(error.diagnostics, cell);
  if (error instanceof Interrupted) {
    return { ename: error.name, evalue: error.message, traceback: [`${error.name}: ${error.message}`] };
  }
  if (error instanceof Error) {
    const columns = columnsInPlace(error, cell.code, names);
    const traceback = [...linesOfCell(error, cell), ...inspect(error).split('\n'), ...(columns.length > 0 ? ['', ...columns] : [])];
    return { ename: error.name || 'Error', evalue: error.message, traceback };
  }
  const thrown = typeof error === 'string' ? error : inspect(error);
  return { ename: 'Error', evalue: thrown, traceback: [`thrown: ${thrown}`] };
}

/** The lines of the cell around the innermost place in it that the error passed through. */
function linesOfCell(error: Error, { code, count }: Cell): string[] {
  const at = new RegExp(`In \\[${count}\\]:(\\d+):(\\d+)`).exec(String(error.stack));
  if (!at) return [];
  const start = { line: Number(at[1]), column: Number(at[2]) };
  return [`In [${count}], line ${start.line}:`, ...excerpt(code, start), ''];
}

function reportDiagnostics(diagnostics: readonly TS.Diagnostic[], cell: Cell): ErrorReport {
  const reports = diagnostics.map((diagnostic) => describe(diagnostic, cell));
  const ename = 'TypeScriptError';
  return {
    ename,
    evalue: reports[0]?.sentence ?? 'the cell does not compile',
    traceback: [
      ...reports.flatMap(({ sentence, lines }, index) => [...(index === 0 ? [] : ['']), ...`${ename}: ${sentence}`.split('\n'), ...lines]),
      ...(DECLARING.test(cell.code) ? ['', 'Nothing of this cell has run, so that none of its names is declared.'] : []),
    ],
  };
}

function describe({ file, start = 0, length = 1, messageText, code, relatedInformation = [] }: TS.Diagnostic, cell: Cell): { sentence: string; lines: string[] } {
  // Which argument is missing, for instance; "is declared here" says nothing without its place.
  const further = relatedInformation.map((related) => flatten(related.messageText, 1)).filter((text) => !text.includes(' here'));
  const message = [`${flatten(messageText)} (TS${code})`, ...further.map((text) => `\n  ${text}`)].join('');
  if (!file) return { sentence: message, lines: [] };
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  const inCell = file.fileName.endsWith(CELL);
  const source = inCell ? cell.code : file.text;
  const position = { line: line + 1 - (inCell ? LEADING_LINES : 0), column: character + 1 };
  const label = inCell ? `In [${cell.count}]` : relativeName(file.fileName);
  return { sentence: `${label}, line ${position.line}: ${message}`, lines: excerpt(source, position, length) };
}

function flatten(message: string | TS.DiagnosticMessageChain, depth = 0): string {
  if (typeof message === 'string') return message;
  const next = (message.next ?? []).map((chain) => `\n${'  '.repeat(depth + 1)}${flatten(chain, depth + 1)}`);
  return message.messageText + next.join('');
}

function relativeName(file: string): string {
  const folder = `${process.cwd()}/`;
  return file.startsWith(folder) ? file.slice(folder.length) : file;
}
