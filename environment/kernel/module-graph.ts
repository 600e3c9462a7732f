import type * as TS from '@tslab/typescript-for-tslab';
import { sha256 } from './cache';
import { CELL } from './names-across-cells';
import type { TypeScript } from './typescript-host';

type Host = TS.WatchCompilerHostOfFilesAndCompilerOptions<TS.BuilderProgram>;

/**
 * Resolves the imports of a watching compiler and remembers where they lead.
 *
 * Where an import fails it is tried afresh in the next cell, so that it works as soon as its file exists: TypeScript
 * itself would wait for an event of the folder, and tslab breaks at that event.
 */
export class ModuleGraph {
  private readonly imports = new WeakMap<TS.SourceFile, readonly string[]>();
  private readonly digests = new WeakMap<TS.SourceFile, string>();
  private readonly unresolved = new Set<string>();

  /** Not in TypeScript's declarations. */
  private readonly bind: (file: TS.SourceFile, options: TS.CompilerOptions) => void;

  constructor(private readonly ts: TypeScript) {
    this.bind = (ts as TypeScript & { bindSourceFile: ModuleGraph['bind'] }).bindSourceFile;
  }

  /** Makes a compiler host resolve by this graph. */
  attach(host: Host, options: TS.CompilerOptions): void {
    const cache = this.ts.createModuleResolutionCache(host.getCurrentDirectory(), (name) => name, options);
    host.resolveModuleNameLiterals = (literals, file, redirected, fileOptions, sourceFile) => {
      const resolved = literals.map((literal) => {
        const mode = this.ts.getModeForUsageLocation(sourceFile, literal);
        const find = (known?: TS.ModuleResolutionCache) =>
          this.ts.resolveModuleName(literal.text, file, fileOptions, host, known, redirected, mode);
        const result = find(cache);
        return result.resolvedModule || isPackage(file) ? result : find();
      });
      if (!isPackage(file)) this.remember(file, sourceFile, resolved);
      return resolved;
    };
    host.getModuleResolutionCache = () => cache;
    host.hasInvalidatedResolutions = (file) => this.unresolved.has(file);
  }

  private remember(file: string, source: TS.SourceFile, resolved: readonly TS.ResolvedModuleWithFailedLookupLocations[]): void {
    const files = resolved.flatMap(({ resolvedModule }) => resolvedModule?.resolvedFileName ?? []);
    this.imports.set(source, files);
    if (files.length < resolved.length) this.unresolved.add(file);
    else this.unresolved.delete(file);
  }

  /** A module and every module of the project that it imports, directly or not. */
  dependencies(program: TS.Program, file: TS.SourceFile): TS.SourceFile[] {
    const found = new Set([file]);
    for (const module of found) {
      for (const imported of this.imports.get(module) ?? []) {
        const source = isPackage(imported) ? undefined : program.getSourceFile(imported);
        if (source) found.add(source);
      }
    }
    return [...found];
  }

  /** A name for the present text of a module and of all that it imports. */
  digest(program: TS.Program, file: TS.SourceFile): string {
    const digests = this.dependencies(program, file).map((module) => {
      const digest = this.digests.get(module) ?? sha256(module.fileName, module.text);
      this.digests.set(module, digest);
      return digest;
    });
    return sha256(...digests.sort());
  }

  /**
   * A program for tslab. TypeScript's own builder knows the dependencies too, but to know those of all packages it
   * starts a type checker in each program, of which there are two a cell.
   */
  readonly createProgram: TS.CreateProgram<TS.BuilderProgram> = (...args) => {
    const builder: TS.BuilderProgram = this.ts.createAbstractBuilder(...args);
    builder.getAllDependencies = (file) => this.dependencies(builder.getProgram(), file).map(({ fileName }) => fileName);
    // tslab reads the names of a cell off its symbols, which that type checker would have made.
    for (const file of builder.getSourceFiles()) if (file.fileName.endsWith(CELL)) this.bind(file, builder.getCompilerOptions());
    return builder;
  };
}

function isPackage(file: string): boolean {
  return file.includes('/node_modules/');
}
