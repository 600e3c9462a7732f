import type * as TS from '@tslab/typescript-for-tslab';
import type { TypeScript } from './typescript-host';

/**
 * Lets a watching compiler find modules afresh where it failed before, so that an import works as soon as its file
 * exists: TypeScript itself would wait for an event of the folder, and tslab breaks at that event.
 */
export function resolveModules<Host extends TS.WatchCompilerHost<TS.BuilderProgram>>(
  ts: TypeScript,
  host: Host,
  options: TS.CompilerOptions,
): Host {
  const cache = ts.createModuleResolutionCache(host.getCurrentDirectory(), (name) => name, options);
  const unresolved = new Set<string>();

  host.resolveModuleNameLiterals = (literals, file, redirected, fileOptions, sourceFile) => {
    const resolved = literals.map((literal) => {
      const mode = ts.getModeForUsageLocation(sourceFile, literal);
      const find = (known?: TS.ModuleResolutionCache) =>
        ts.resolveModuleName(literal.text, file, fileOptions, host, known, redirected, mode);
      const result = find(cache);
      return result.resolvedModule || inPackage(file) ? result : find();
    });
    if (!inPackage(file) && resolved.some((result) => !result.resolvedModule)) unresolved.add(file);
    else unresolved.delete(file);
    return resolved;
  };
  host.getModuleResolutionCache = () => cache;
  host.hasInvalidatedResolutions = (file) => unresolved.has(file);
  return host;
}

function inPackage(file: string): boolean {
  return file.includes('/node_modules/');
}
