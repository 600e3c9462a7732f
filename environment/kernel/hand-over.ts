import type { CellCompiler, CompiledCell } from './cell-compiler';
import { missingOf, type Declared, type Names } from './names';

/** Hands the names of a cell on to later ones, once: also those of one that is given up while its work goes on. */
export class HandOver {
  /** Whether the names are handed on: what the cell still does comes too late. */
  done = false;
  private declared: Declared = { constants: {}, variables: {}, hoisted: [] };

  constructor(
    private readonly names: Names,
    private readonly compiler: CellCompiler,
    private readonly compiled: CompiledCell,
  ) {}

  begin(declared: Declared): void {
    this.declared = declared;
  }

  afterSuccess(): void {
    this.handOn(new Set());
  }

  /** Hands on what the cell had declared before the statement that failed. */
  afterFailure(): void {
    if (!this.done) this.handOn(missingOf(this.declared));
  }

  private handOn(missing: ReadonlySet<string>): void {
    this.done = true;
    this.names.define(this.declared, missing);
    this.compiler.accept(this.compiled, missing);
  }
}
