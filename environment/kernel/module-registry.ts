import { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import type { SideOutput } from 'tslab/dist/converter';
import { separateMaps } from './source-maps';
import type { StackTraces } from './stack-traces';

/** @throws Error that says what to use in the place of a package that draws in a browser's page, where no cell runs */
function refuseBrowsers(specifier: string): void {
  if (!/^plotly\.js(-|$)/.test(specifier)) return;
  throw new Error(
    `${specifier} draws in a browser's page, and a cell runs in Node: give data and layout to \`new figures.Figure({ name, data, layout })\` ` +
    "(import { figures } from '../src'), which the page draws. Types are there: import type { Data, Layout } from 'plotly.js'.",
  );
}

/** Node's `require` without what is deprecated in it. */
export type Require = ((specifier: string) => unknown) & Omit<NodeJS.Require, 'extensions'>;

interface LoadedModule {
  exports: unknown;
}

type ModuleFunction = (
  exports: unknown,
  require: Require,
  module: LoadedModule,
  filename: string,
  dirname: string,
) => void;

/**
 * The project's own modules at run time: compiled code that tslab keeps in memory, under the path where a compiler would
 * have written it (`src/data/idx.js` for `src/data/idx.ts`). A changed module is loaded again, and so is whatever
 * imported it, directly or not.
 */
export class ModuleRegistry {
  private readonly code = new Map<string, string>();
  private readonly loaded = new Map<string, LoadedModule>();
  private readonly importers = new Map<string, Set<string>>();

  constructor(
    private readonly root: string,
    private readonly traces: StackTraces,
  ) {}

  /** Takes newly compiled modules; those whose code changed, and their importers, are forgotten. */
  update(modules: readonly SideOutput[]): void {
    for (const { path: file, data } of modules) {
      if (this.code.get(file) === data) continue;
      this.code.set(file, data);
      this.forget(file);
    }
  }

  /** `require` as code in `file` sees it: modules of the project first, then Node's own. */
  requireFor(file: string): Require {
    const native = createRequire(file);
    const load = (specifier: string): unknown => {
      const target = this.resolve(file, specifier);
      if (target === undefined) {
        refuseBrowsers(specifier);
        return native(specifier);
      }
      this.importers.set(target, (this.importers.get(target) ?? new Set()).add(file));
      return this.load(target).exports;
    };
    return Object.assign(load, { resolve: native.resolve, cache: native.cache, main: native.main });
  }

  private resolve(from: string, specifier: string): string | undefined {
    if (!/^\.{1,2}(\/|$)/.test(specifier)) return undefined;
    const base = path.resolve(path.dirname(from), specifier);
    return [base, `${base}.js`, path.join(base, 'index.js')].find((file) => this.code.has(file));
  }

  private load(file: string): LoadedModule {
    const known = this.loaded.get(file);
    if (known) return known;
    const { code, maps } = separateMaps(this.code.get(file) ?? '');
    this.traces.add(file, { label: path.relative(this.root, file).replace(/\.js$/, '.ts'), maps, leadingLines: 0 });
    const module: LoadedModule = { exports: {} };
    // Known before it runs, so that modules may import one another in a circle.
    this.loaded.set(file, module);
    try {
      const run = vm.compileFunction(`'use strict';${code}`, ['exports', 'require', 'module', '__filename', '__dirname'], {
        filename: file,
      }) as ModuleFunction;
      run(module.exports, this.requireFor(file), module, file, path.dirname(file));
    } catch (error) {
      this.loaded.delete(file);
      throw error;
    }
    return module;
  }

  private forget(file: string): void {
    this.loaded.delete(file);
    const importers = this.importers.get(file);
    this.importers.delete(file);
    importers?.forEach((importer) => this.forget(importer));
  }
}
