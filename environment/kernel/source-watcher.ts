import { statSync } from 'node:fs';
import type * as TS from '@tslab/typescript-for-tslab';

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

  constructor(private readonly kinds: typeof TS.FileWatcherEventKind) {}

  watchFile(file: string, callback: TS.FileWatcherCallback): TS.FileWatcher {
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
  }

  /** Reports every file that appeared, changed or vanished since the last look. */
  refresh(): void {
    for (const [file, entries] of [...this.watched]) {
      const stamp = stampOf(file);
      for (const entry of [...entries]) {
        if (entry.stamp === stamp) continue;
        const { Created, Changed, Deleted } = this.kinds;
        const kind = entry.stamp === undefined ? Created : stamp === undefined ? Deleted : Changed;
        entry.stamp = stamp;
        entry.callback(file, kind);
      }
    }
  }
}

function stampOf(file: string): string | undefined {
  const stats = statSync(file, { throwIfNoEntry: false, bigint: true });
  return stats && `${stats.mtimeNs}:${stats.size}:${stats.ino}`;
}
