/**
 * Networks of the same seed side by side, one of each setting, for the seeds that all these settings have: networks of one seed
 * share initial values and the order of the data, so they are compared within it. A setting that is not compared has no part in it.
 * @returns [seed][setting]
 * @throws RangeError for two networks of one seed in one setting
 */
export function withinSeeds<Row extends { readonly seed: number }>(...settings: readonly (readonly Row[])[]): Row[][] {
  const ofSeed = settings.map(bySeed);
  return [...(ofSeed[0]?.keys() ?? [])]
    .map((seed) => ofSeed.flatMap((setting) => setting.get(seed) ?? []))
    .filter((rows) => rows.length === settings.length);
}

function bySeed<Row extends { readonly seed: number }>(rows: readonly Row[]): Map<number, Row> {
  const seeds = new Map(rows.map((row) => [row.seed, row]));
  if (seeds.size < rows.length) throw new RangeError('A seed has two networks of one setting: say what tells them apart.');
  return seeds;
}
