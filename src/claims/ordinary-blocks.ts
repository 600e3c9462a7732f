import { normalizedAccuracy } from '../ideas/indices/curves';
import { CONVENTIONAL_VARIANT, family, normalizationLabel, STANDARD_VARIANT, type Setting } from '../tables/condition';
import type { NetworkName } from '../networks/named-networks';
import { QUESTIONS, type Question } from './findings/questions';
import { rises, slope, smallestHalf } from '../statistics/along-blocks';
import { median } from 'simple-statistics';
import { withinSeeds } from '../statistics/within-seeds';
import type { BlockRow, ReadoutRow, RunEarlyReadoutRow, RunRow } from '../tables/tables';
import { aboveZero } from './decide';
import type { EvidenceRow, Group } from './evidence';
import { overSeeds } from './over-seeds';

/** What J1 to J7 are decided on: rows of the ordinary networks of one experiment, task, variant and normalization. */
export interface OrdinaryNetworks extends Group {
  readonly variant: string;
  readonly blocks: readonly BlockRow[];
  readonly readouts: readonly ReadoutRow[];
  readonly earlyReadouts: readonly RunEarlyReadoutRow[];
}

/** Rows of one network. */
interface RowsOf<Row> {
  readonly run: string;
  readonly seed: number;
  readonly rows: readonly Row[];
}

/**
 * Variants that are ordinary networks of the usual depth. The first of these that a task has decides J1 to J7 there (ours): JAB18's
 * layouts, the deeper one first, then networks as they are usually trained, and those that start from equal values.
 */
const USUAL: readonly string[] = ['resnet-32', 'resnet-20', CONVENTIONAL_VARIANT, 'unshared', STANDARD_VARIANT];

/** Networks whose state keeps its channels all the way; JAB18 finds of both that their first blocks are unlike the others. */
const OF_SINGLE_REPRESENTATION: readonly string[] = ['single-representation', 'avg-pooling'] satisfies NetworkName[];

export const isOrdinary = (setting: Setting): boolean => family(setting) === 'ordinary';
export const isUsual = ({ variant }: Pick<Setting, 'variant'>): boolean => USUAL.includes(variant);
export const hasSingleRepresentation = ({ variant }: Pick<Setting, 'variant'>): boolean => OF_SINGLE_REPRESENTATION.includes(variant);

/** The place of a row's networks in the order in which they decide, from 0. */
export function precedence(networks: string): number {
  const place = USUAL.findIndex((variant) => networks === variant || networks.startsWith(`${variant}, `));
  return place === -1 ? USUAL.length : place;
}

/** `batch norm`, `resnet-20` or `conventional, group norm`. */
function nameOf({ variant, normalization }: Pick<Setting, 'variant' | 'normalization'>): string {
  if (variant === STANDARD_VARIANT) return normalizationLabel(normalization);
  return normalization === 'batch' ? variant : `${variant}, ${normalizationLabel(normalization)}`;
}

/** J1, J2 and J4 to J7 of ordinary networks that were trained here, over seeds, every statistic computed of each network. */
export function ordinaryBlocks(networks: OrdinaryNetworks): EvidenceRow[] {
  const ask = askOf(networks);
  const [test, training] = [blocksOf(networks, 'test'), blocksOf(networks, 'training')];
  const cosines = (rows: readonly BlockRow[]): number[] => rows.map(({ cosineLoss }) => cosineLoss);
  return [
    ...ask({ ...QUESTIONS.taylor, primary: true }, test, taylorRemainder),
    ...ask({ ...QUESTIONS.cosine, primary: true }, test, cosines),
    ...ask(QUESTIONS.cosineSlope, test, (rows) => slope(cosines(rows))),
    ...ask({ ...QUESTIONS.cosine, images: ', training images' }, training, cosines),
    ...ask({ ...QUESTIONS.cosineSlope, images: ', training images' }, training, (rows) => slope(cosines(rows))),
    ...ask(QUESTIONS.ratio, test, (rows) => rows.map(({ l2Ratio }) => l2Ratio)),
    ...ask(QUESTIONS.drop, test, (rows) => Math.min(...rows.map(leftWithout))),
    ...readoutsInTraining(networks, ask),
    ...borderlineExamples(networks, ask),
    ...ask({ ...QUESTIONS.unrolled, primary: true }, byRun(networks.rows), ([row]) => row!.unrolling),
  ];
}

/** J3 and J4 of networks of a single representation, by themselves and against ordinary ones of the same seed. */
export function singleRepresentation(single: OrdinaryNetworks, ordinary: OrdinaryNetworks | undefined): EvidenceRow[] {
  const ask = askOf(single);
  const test = blocksOf(single, 'test');
  const pairs = ordinary ? withinSeeds(test, blocksOf(ordinary, 'test')) : [];
  const against = ordinary ? `${nameOf(single)} against ${nameOf(ordinary)}` : '';
  const primary = single.variant === 'single-representation';
  const ratio = (rows: readonly BlockRow[]): number => Math.log(rows[0]!.l2Ratio / median(rows.map(({ l2Ratio }) => l2Ratio)));
  return [
    ...overSeeds(
      single,
      {
        claim: 'J3',
        statement: 'with a single representation the first block’s ℓ2 ratio stands out',
        statistic: 'ln of the first block’s mean ℓ2 ratio over the blocks’ median: single representation minus ordinary',
        rule: { supports: { side: 'above', bound: 0.4 }, contradicts: { side: 'below', bound: 0 } },
        primary,
      },
      pairs,
      ([one, other]) => ratio(one!.rows) - ratio(other!.rows),
      against,
    ),
    ...overSeeds(
      single,
      {
        claim: 'J4',
        statement: 'without the first block a single representation keeps less than ordinary networks',
        statistic: 'normalized accuracy with the first block dropped: ordinary minus single representation',
        rule: { supports: { side: 'above', bound: 0.3 }, contradicts: { side: 'below', bound: 0.1 } },
        primary,
      },
      pairs,
      ([one, other]) => leftWithout(other!.rows[0]!) - leftWithout(one!.rows[0]!),
      against,
    ),
    ...ask(QUESTIONS.firstRatio, test, ([first]) => first!.l2Ratio),
    ...ask(QUESTIONS.ratioFalls, test, (rows) => rises(rows.map(({ l2Ratio }) => l2Ratio))),
    ...ask(QUESTIONS.firstDrop, test, ([first]) => leftWithout(first!)),
  ];
}

/** J2: deeper networks against shallower ones of the same seed. */
export function cosineInDepth(shallow: OrdinaryNetworks, deep: OrdinaryNetworks): EvidenceRow[] {
  const mean = ({ rows }: RowsOf<BlockRow>): number => rows.reduce((sum, { cosineLoss }) => sum + cosineLoss / rows.length, 0);
  const { finding, ...question } = QUESTIONS.cosineDepth;
  const pairs = withinSeeds(blocksOf(deep, 'test'), blocksOf(shallow, 'test'));
  return overSeeds(deep, { ...question, claim: finding }, pairs, ([one, other]) => mean(one!) - mean(other!), `${nameOf(deep)} against ${shallow.variant}`);
}

/** Asks networks one by one. */
type Ask = <Row>(
  question: Question & { readonly primary?: boolean; readonly images?: string },
  networks: readonly RowsOf<Row>[],
  value: (rows: readonly Row[]) => number | readonly number[] | null,
) => EvidenceRow[];

function askOf(networks: OrdinaryNetworks): Ask {
  return ({ finding, images = '', ...question }, each, value) =>
    overSeeds(networks, { ...question, claim: finding }, withinSeeds(each), ([network]) => value(network!.rows), `${nameOf(networks)}${images}`);
}

/** J5: at the end, and at every recorded point of the training. */
function readoutsInTraining({ earlyReadouts }: OrdinaryNetworks, ask: Ask): EvidenceRow[] {
  /** [point][block] accuracies of a network, points in the order of the training */
  const accuracies = (rows: readonly RunEarlyReadoutRow[]): number[][] => {
    const points = [...new Set(rows.map(({ epoch }) => epoch))].sort((a, b) => a - b);
    return points.map((point) => rows.filter(({ epoch }) => epoch === point).sort((a, b) => a.block - b.block).map(({ accuracy }) => accuracy));
  };
  const atEnd = (rows: readonly RunEarlyReadoutRow[]): number[] => accuracies(rows).slice(-1)[0]!;
  const networks = byRun(earlyReadouts);
  const throughout: Question = {
    finding: 'J5',
    statement: 'accuracy rises with depth all through the training',
    statistic: 'smallest of these slopes among the recorded points of the training',
    rule: aboveZero,
  };
  return [
    ...ask({ ...QUESTIONS.gradual, primary: true }, networks, (rows) => slope(atEnd(rows))),
    ...ask(QUESTIONS.readout, networks, (rows) => Math.min(...rises(atEnd(rows)))),
    ...ask(throughout, networks, (rows) => Math.min(...accuracies(rows).map((each) => slope(each)))),
  ];
}

/** J6, from behind the first of the last blocks that are read out to behind the last one. */
function borderlineExamples({ readouts }: OrdinaryNetworks, ask: Ask): EvidenceRow[] {
  const networks = byRun(readouts).filter(({ rows }) => new Set(rows.map(({ block }) => block)).size > 1);
  const ofGroup = (rows: readonly ReadoutRow[], group: ReadoutRow['group']): ReadoutRow[] =>
    rows.filter((row) => row.group === group && row.images > 0).sort((a, b) => a.block - b.block);
  /** null: the group has no image, which says nothing */
  const change = (rows: readonly ReadoutRow[], group: ReadoutRow['group'], measure: 'accuracy' | 'entropy' | 'loss', from: number): number | null => {
    const own = ofGroup(rows, group);
    return own.length === 0 ? null : own[own.length - 1]![measure] - own.slice(from)[0]![measure];
  };
  const groups = ['borderline', 'already correct', 'all'] as const;
  return [
    ...ask({ ...QUESTIONS.correctedFromFirst, primary: true }, networks, (rows) => change(rows, 'borderline at first', 'accuracy', 0)),
    ...ask(QUESTIONS.corrected, networks, (rows) => change(rows, 'borderline', 'accuracy', 0)),
    ...ask(QUESTIONS.entropy, networks, (rows) => Math.max(...groups.flatMap((group) => change(rows, group, 'entropy', 0) ?? []))),
    ...ask(QUESTIONS.lossRise, networks, (rows) => change(rows, 'all', 'loss', -2)),
  ];
}

/** Accuracy above chance that is left without the block, as a share of the whole network's. */
function leftWithout({ accuracyWithout, accuracy, chance }: BlockRow): number {
  return normalizedAccuracy(accuracyWithout, accuracy, chance);
}

function taylorRemainder(rows: readonly BlockRow[]): number {
  const small = smallestHalf(rows, ({ l2Ratio }) => l2Ratio);
  const sum = (value: (row: BlockRow) => number): number => small.reduce((total, row) => total + value(row), 0);
  return sum(({ taylorRemainder: missed }) => missed) / sum(({ taylorTerm }) => taylorTerm);
}

const blocksOf = ({ blocks }: OrdinaryNetworks, set: BlockRow['set']): RowsOf<BlockRow>[] => byRun(blocks.filter((row) => row.set === set));

function byRun<Row extends Pick<RunRow, 'run' | 'seed'>>(rows: readonly Row[]): RowsOf<Row>[] {
  const runs = new Map<string, RowsOf<Row> & { rows: Row[] }>();
  for (const row of rows) {
    const own = runs.get(row.run) ?? { run: row.run, seed: row.seed, rows: [] };
    own.rows.push(row);
    runs.set(row.run, own);
  }
  return [...runs.values()];
}
