import path from 'node:path';
import { originalPosition, type MappedCode, type Position } from './source-maps';

interface Source extends Pick<MappedCode, 'maps'> {
  /** What a reader calls the file: `In [3]`, `src/networks/stage.ts`. */
  readonly label: string;
  /** Lines that precede the reader's first line in the file that TypeScript saw. */
  readonly leadingLines: number;
}

/** A frame of V8, which knows how stacks are written; Node's types leave that out. */
type Frame = NodeJS.CallSite & { toString(): string };

/** Frames that say how the kernel works rather than what the cell did. */
const INTERNAL = /^node:(internal\/|vm$|async_hooks$)|\/node_modules\/tslab\//;

/** Of a stack: a package's own functions alone can be more than the ten that V8 notes unless told otherwise. */
const FRAMES = 50;

/** Makes the stack of every error speak of TypeScript cells and modules. */
export class StackTraces {
  private readonly sources = new Map<string, Source>();

  constructor(private readonly root: string) {}

  /** Names the code that runs under `file` and says how to find its TypeScript. */
  add(file: string, source: Source): void {
    this.sources.set(file, source);
  }

  install(): void {
    Error.stackTraceLimit = FRAMES;
    Error.prepareStackTrace = (error, frames) => {
      const shown = frames.filter((frame) => !isInternal(frame.getFileName()));
      const own = shown.filter((frame) => !isOfPackage(frame.getFileName()));
      return headline(error) + (own.length > 0 ? own : shown).map((frame) => `\n    at ${this.describe(frame)}`).join('');
    };
  }

  private describe(frame: Frame): string {
    const text = frame.toString();
    const file = frame.getFileName();
    const line = frame.getLineNumber();
    const column = frame.getColumnNumber();
    if (!file || line === null || column === null) return text;
    const { label, position } = this.locate(file, { line, column });
    return text.replace(`${file}:${line}:${column}`, () => `${label}:${position.line}:${position.column}`);
  }

  private locate(file: string, position: Position): { label: string; position: Position } {
    const source = this.sources.get(file);
    if (source === undefined) {
      const relative = path.relative(this.root, file);
      return { label: path.isAbsolute(file) && !relative.startsWith('..') ? relative : file, position };
    }
    const original = originalPosition(source, position) ?? position;
    return { label: source.label, position: { line: original.line - source.leadingLines, column: original.column } };
  }
}

function isInternal(file: string | null | undefined): boolean {
  return file != null && (INTERNAL.test(file) || file.startsWith(__dirname + path.sep));
}

/** Packages' frames say nothing of the cell; a stack has them only where it has no others. */
function isOfPackage(file: string | null | undefined): boolean {
  return Boolean(file?.includes('/node_modules/'));
}

function headline(error: Error): string {
  try {
    return String(error);
  } catch {
    return 'Error';
  }
}
