import type { Shape } from '../engine/values';

/** What others put before every name: DataParallel, Lightning, torch.compile, and checkpoints of several parts. */
const PREFIXES = /^(?:module|model|backbone|state_dict|net|_orig_mod)\./;

/** Tensors that say nothing of what a network computes: counts of batches, and the operations that profilers count. */
const COUNTERS = /(?:^|\.)(?:num_batches_tracked|total_ops|total_params)$/;

/** Names without what others put before them: the prefixes that are known, and any that all names share, as of an encoder that was saved alone. */
function bareNames(names: readonly string[]): readonly string[] {
  for (let bare = names; ; ) {
    const known = bare.map((name) => name.replace(PREFIXES, ''));
    const [first] = known[0]?.match(/^[a-z_]\w*\./i) ?? [];
    const shorter = first !== undefined && known.length > 1 && known.every((name) => name.startsWith(first)) ? known.map((name) => name.slice(first.length)) : known;
    if (shorter.every((name, i) => name === bare[i])) return bare;
    bare = shorter;
  }
}

/**
 * Things by the names that a family knows: without prefixes, unless two would be called the same then, and without counters.
 * @param named by the names in a file
 */
export function byBareName<T>(named: ReadonlyMap<string, T>): Map<string, T> {
  const counted = [...named].filter(([name]) => !COUNTERS.test(name));
  const names = bareNames(counted.map(([name]) => name));
  const bare = new Map(counted.map(([, value], i) => [names[i]!, value]));
  return bare.size === counted.length ? bare : new Map(counted);
}

/** Names and shapes of the tensors in a file, from which families read architectures. What is not there reads as 0, so that a damaged file can be compared too. */
export class NamesAndShapes {
  constructor(readonly shapes: ReadonlyMap<string, Shape>) {}

  has(name: string): boolean {
    return this.shapes.has(name);
  }

  /** The first of some names that a tensor's name begins with; the first of all where there is none. */
  oneOf(names: readonly string[]): string {
    const found = names.find((name) => [...this.shapes.keys()].some((tensor) => tensor.startsWith(`${name}.`)));
    return found ?? names[0]!;
  }

  /** Whether any tensor's name begins with a name and a dot. */
  hasPart(name: string): boolean {
    return [...this.shapes.keys()].some((tensor) => tensor.startsWith(`${name}.`));
  }

  /** The length of an axis, 0 where there is no such tensor or axis. */
  length(name: string, axis: number): number {
    return this.shapes.get(name)?.[axis] ?? 0;
  }

  /** How many numbered parts a name has: of `layer1` how many of `layer1.0`, `layer1.1`, … */
  count(name: string): number {
    const parts = [...this.shapes.keys()].filter((tensor) => tensor.startsWith(`${name}.`)).map((tensor) => /^\d+/.exec(tensor.slice(name.length + 1))?.[0]);
    return new Set(parts.filter((part) => part !== undefined)).size;
  }
}
