import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Beyond this number of entries the cache starts anew: each version of each module adds two. */
const MOST_ENTRIES = 5000;

/**
 * What was found out about modules of the project, kept for kernels to come: compiling all of them takes seconds.
 *
 * An entry is named after everything that it depends on, so it is never out of date. Where the folder cannot be read or
 * written, there is more to compute, nothing else.
 */
export class Cache {
  private readonly entries = new Map<string, string>();

  /**
   * @param folder that the cache may empty
   * @param circumstances what all entries depend on: versions, options
   */
  constructor(
    private readonly folder: string,
    private readonly circumstances: string,
  ) {
    attempt(() => {
      mkdirSync(folder, { recursive: true });
      if (readdirSync(folder).length > MOST_ENTRIES) rmSync(folder, { recursive: true });
    });
  }

  /** Name of the entry that depends on some texts. */
  key(...texts: readonly string[]): string {
    return sha256(this.circumstances, ...texts);
  }

  get(key: string): string | undefined {
    const known = this.entries.get(key) ?? attempt(() => readFileSync(path.join(this.folder, key), 'utf8'));
    if (known !== undefined) this.entries.set(key, known);
    return known;
  }

  /** Keeps a value and returns it. */
  set(key: string, value: string): string {
    this.entries.set(key, value);
    attempt(() => {
      // Other kernels may be reading it.
      const partial = path.join(this.folder, `${key}.${randomUUID()}`);
      writeFileSync(partial, value);
      renameSync(partial, path.join(this.folder, key));
    });
    return value;
  }
}

/** A name for some texts, fit for a file. */
export function sha256(...texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length} ${text}`);
  return hash.digest('hex');
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
