import type { RowsByName } from '../measuring/measured';

/** What measures say of one block. NaN: it was not measured. */
export interface JoinedBlock {
  readonly stage: number;
  readonly block: number;
  readonly depth: number;
  readonly cosineLoss: number;
  /** images that have a cosine loss */
  readonly directed: number;
  readonly l2Ratio: number;
  readonly chance: number;
  /** of the whole network */
  readonly accuracy: number;
  readonly accuracyWithout: number;
  readonly drop: number;
  readonly taylorTerm: number;
  readonly taylorRemainder: number;
}

/** The join of what is measured of every block of one network on one set of images. @param chance accuracy of a chance predictor */
export function joinedBlocks(rows: RowsByName, chance: number): JoinedBlock[] {
  const all = ['cosineLoss', 'l2Ratio', 'taylorTerm', 'blockDrop'].map((name) => rows(name));
  const [cosine, ratio, taylor, drop] = all.map((found) => {
    // Of the two first-order terms that with the gradient before the block, which comes first.
    const byPlace = new Map([...found].reverse().map((row) => [`${row.stage}.${row.block}`, row]));
    return (place: string) => (column: string) => byPlace.get(place)?.[column] ?? Number.NaN;
  });
  const places = [...new Map((all.find((found) => found.length > 0) ?? []).map((row) => [`${row.stage}.${row.block}`, row]))];
  return places.map(([place, { stage, block }], i) => {
    const [accuracyWithout, lost] = [drop!(place)('accuracy'), drop!(place)('drop')];
    return {
      stage: stage!,
      block: block!,
      depth: i + 1,
      cosineLoss: cosine!(place)('cosineLoss'),
      directed: cosine!(place)('images'),
      l2Ratio: ratio!(place)('l2Ratio'),
      chance,
      accuracy: accuracyWithout + lost,
      accuracyWithout,
      drop: lost,
      taylorTerm: taylor!(place)('size'),
      taylorRemainder: taylor!(place)('missed'),
    };
  });
}
