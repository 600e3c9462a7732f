import { statSync } from 'node:fs';
import type * as TS from '@tslab/typescript-for-tslab';

/** TypeScript's `FileWatcherEventKind`, a const enum of a module that is only loaded at run time. */
const CREATED = 0;
const CHANGED = 1;
const DELETED = 2;

interface Watched {
  readonly callback: TS.FileWatcherCallback;
  stamp: string | undefined;
}

/**
 * Finds changed source files by looking at them just before a cell is compiled.
 *
 * File-system events would come too late for a cell that is run right after a file is saved, and on shared machines the
 * number of watchers is limited. Packages are taken as unchanging.
 */
export class SourceWatcher {
  private readonly watched = new Map<string, Set<Watched>>();

  /** Counts the refreshes that found a change; whatever was derived from the sources holds for one generation. */
  generation = 0;

  readonly watchFile = (file: string, callback: TS.FileWatcherCallback): TS.FileWatcher => {
    if (file.includes('/node_modules/')) return { close() {} };
    const entry: Watched = { callback, stamp: stampOf(file) };
    const entries = this.watched.get(file) ?? new Set();
    this.watched.set(file, entries.add(entry));
    return {
      close: () => {
        entries.delete(entry);
        if (entries.size === 0 && this.watched.get(file) === entries) this.watched.delete(file);
      },
    };
  };

  /** Reports every file that appeared, changed or vanished since the last look. */
  refresh(): void {
    let changed = false;
    for (const [file, entries] of [...this.watched]) {
      const stamp = stampOf(file);
      for (const entry of [...entries]) {
        if (entry.stamp === stamp) continue;
        const kind = entry.stamp === undefined ? CREATED : stamp === undefined ? DELETED : CHANGED;
        entry.stamp = stamp;
        entry.callback(file, kind);
        changed = true;
      }
    }
    if (changed) this.generation++;
  }
}

function stampOf(file: string): string | undefined {
  const stats = statSync(file, { throwIfNoEntry: false, bigint: true });
  return stats && `${stats.mtimeNs}:${stats.size}:${stats.ino}`;
}
