/** Letters that one is to change, insert or delete to come from one text to the other, whatever their case (Levenshtein's distance). */
function distance(from: string, to: string): number {
  const [a, b] = [from.toLowerCase(), to.toLowerCase()];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}

/** What is probably meant by a name that is not there: the nearest, if a third of its letters or fewer differ. */
function nearest(wrong: string, names: readonly string[]): string | undefined {
  const near = names.map((name) => ({ name, letters: distance(wrong, name) })).filter(({ name, letters }) => 3 * letters <= Math.max(wrong.length, name.length));
  return near.reduce<(typeof near)[number] | undefined>((best, each) => (best && best.letters <= each.letters ? best : each), undefined)?.name;
}

/**
 * For a message: names that are not there, each with what is probably meant, and then those that there are, e.g.
 * `"testeror" (perhaps "testError"); it has run, testError`.
 * @param wrong one or more
 * @param has leads over to those that there are, e.g. `; it has`
 */
export function namesInPlace(wrong: readonly string[], has: string, names: readonly string[]): string {
  const each = wrong.map((name) => {
    const near = nearest(name, names);
    return `"${name}"${near === undefined ? '' : ` (perhaps "${near}")`}`;
  });
  return `${each.join(', ')}${has} ${names.join(', ')}`;
}
