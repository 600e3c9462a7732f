import { normalizedAccuracy } from '../ideas/indices/curves';
import { family, normalizationLabel, STANDARD_VARIANT, type Setting } from '../tables/condition';
import type { NetworkName } from '../networks/named-networks';
import { QUESTIONS, type Question } from './findings/questions';
import { slope, smallestHalf, smallestRise } from '../statistics/along-blocks';
import type { BlockRow, ReadoutRow, RunEarlyReadoutRow } from '../tables/tables';
import { aboveZero } from './decide';
import type { EvidenceRow, Group } from './evidence';
import { differences, overSeeds, type SeedValue } from './over-seeds';

/** What J1 to J6 are decided on: rows of the ordinary networks of one experiment, task, variant and normalization. */
export interface OrdinaryNetworks extends Omit<Group, 'rows'> {
  readonly variant: string;
  readonly blocks: readonly BlockRow[];
  readonly readouts: readonly ReadoutRow[];
  readonly earlyReadouts: readonly RunEarlyReadoutRow[];
}

/** Variants that are ordinary networks of the usual depth: LPK24's and, of the sharing experiment, JAB18's. */
const USUAL: readonly string[] = [STANDARD_VARIANT, 'unshared'];

/** Networks whose state keeps its channels all the way; JAB18 finds of both that their first blocks are unlike the others. */
const OF_SINGLE_REPRESENTATION: readonly string[] = ['single-representation', 'avg-pooling'] satisfies NetworkName[];

export const isOrdinary = (setting: Setting): boolean => family(setting) === 'ordinary';
export const isUsual = ({ variant }: Pick<Setting, 'variant'>): boolean => USUAL.includes(variant);
export const hasSingleRepresentation = ({ variant }: Pick<Setting, 'variant'>): boolean => OF_SINGLE_REPRESENTATION.includes(variant);

/**
 * J1 to J6 of ordinary networks that were trained here, over seeds: the same questions as of published networks, every statistic
 * computed of each network, then averaged (ours).
 */
export function ordinaryBlocks(networks: OrdinaryNetworks): EvidenceRow[] {
  const { variant, normalization, blocks } = networks;
  const name = variant === STANDARD_VARIANT ? normalizationLabel(normalization) : variant;
  const ask = (question: Question, values: readonly SeedValue[], images = ''): EvidenceRow[] =>
    overSeeds(networks, { ...question, claim: question.finding }, values, `${name}${images}`);
  const test = byRun(blocks.filter(({ set }) => set === 'test'));
  const training = byRun(blocks.filter(({ set }) => set === 'training'));
  const cosines = (rows: readonly BlockRow[]): number[] => rows.map(({ cosineLoss }) => cosineLoss);
  return [
    ...ask(QUESTIONS.taylor, valuesOf(test, taylorRemainder)),
    ...ask(QUESTIONS.cosine, valuesOf(test, (rows) => Math.max(...cosines(rows)))),
    ...ask(QUESTIONS.cosineSlope, valuesOf(test, (rows) => slope(cosines(rows)))),
    ...ask(QUESTIONS.cosine, valuesOf(training, (rows) => Math.max(...cosines(rows))), ', training images'),
    ...ask(QUESTIONS.cosineSlope, valuesOf(training, (rows) => slope(cosines(rows))), ', training images'),
    ...ask(QUESTIONS.ratio, valuesOf(test, (rows) => Math.max(...rows.map(({ l2Ratio }) => l2Ratio)))),
    ...ask(QUESTIONS.drop, valuesOf(test, (rows) => Math.min(...rows.map(leftWithout)))),
    ...readoutsInTraining(networks, ask),
    ...borderlineExamples(networks, ask),
  ];
}

/** J3 and J4 of networks of a single representation. */
export function singleRepresentation(networks: OrdinaryNetworks): EvidenceRow[] {
  const test = byRun(networks.blocks.filter(({ set }) => set === 'test'));
  const ask = ({ finding, ...question }: Question, value: (rows: readonly BlockRow[]) => number): EvidenceRow[] =>
    overSeeds(networks, { ...question, claim: finding }, valuesOf(test, value), networks.variant);
  return [
    ...ask(QUESTIONS.firstRatio, ([first]) => first!.l2Ratio),
    ...ask(QUESTIONS.ratioFalls, (rows) => -smallestRise(rows.map(({ l2Ratio }) => -l2Ratio))),
    ...ask(QUESTIONS.firstDrop, ([first]) => leftWithout(first!)),
  ];
}

/** J2: deeper networks against shallower ones of the same seed. */
export function cosineInDepth(shallow: OrdinaryNetworks, deep: OrdinaryNetworks): EvidenceRow[] {
  const means = ({ blocks }: OrdinaryNetworks) =>
    [...byRun(blocks.filter(({ set }) => set === 'test'))].map(([, rows]) => ({ ...rows[0]!, mean: rows.reduce((sum, { cosineLoss }) => sum + cosineLoss / rows.length, 0) }));
  const { claim, ...question } = { ...QUESTIONS.cosineDepth, claim: QUESTIONS.cosineDepth.finding };
  return overSeeds(deep, { ...question, claim }, differences(means(deep), means(shallow), ({ mean }) => mean), `${normalizationLabel(deep.normalization)} against ${shallow.variant}`);
}

type Ask = (question: Question, values: readonly SeedValue[]) => EvidenceRow[];

/** J5: at the end, and at every recorded point of the training. */
function readoutsInTraining({ earlyReadouts }: OrdinaryNetworks, ask: Ask): EvidenceRow[] {
  /** [point][block] accuracies of a network, points in the order of the training */
  const accuracies = (rows: readonly RunEarlyReadoutRow[]): number[][] => {
    const points = [...new Set(rows.map(({ epoch }) => epoch))].sort((a, b) => a - b);
    return points.map((point) => rows.filter(({ epoch }) => epoch === point).sort((a, b) => a.block - b.block).map(({ accuracy }) => accuracy));
  };
  const networks = byRun(earlyReadouts);
  const throughout: Question = {
    finding: 'J5',
    statement: 'accuracy rises with depth all through the training',
    statistic: 'smallest slope, among the recorded points of the training, of the least-squares line through the accuracies read out behind the blocks of the last stage, from its first state (0) to its last (1)',
    rule: aboveZero,
  };
  return [
    ...ask(QUESTIONS.readout, valuesOf(networks, (rows) => smallestRise(accuracies(rows).slice(-1)[0]!))),
    ...ask(throughout, valuesOf(networks, (rows) => Math.min(...accuracies(rows).map((each) => slope(each))))),
  ];
}

/** J6, from behind the first of the last blocks that are read out to behind the last one. */
function borderlineExamples({ readouts }: OrdinaryNetworks, ask: Ask): EvidenceRow[] {
  const networks = new Map([...byRun(readouts)].filter(([, rows]) => new Set(rows.map(({ block }) => block)).size > 1));
  const change = (rows: readonly ReadoutRow[], group: ReadoutRow['group'], measure: 'accuracy' | 'entropy' | 'loss', from: number): number => {
    const own = rows.filter((row) => row.group === group).sort((a, b) => a.block - b.block);
    return own[own.length - 1]![measure] - own.slice(from)[0]![measure];
  };
  const groupsOf = (rows: readonly ReadoutRow[]): ReadoutRow['group'][] => [...new Set(rows.filter(({ images }) => images > 0).map(({ group }) => group))];
  return [
    ...ask(QUESTIONS.corrected, valuesOf(networks, (rows) => change(rows, 'borderline', 'accuracy', 0))),
    ...ask(QUESTIONS.entropy, valuesOf(networks, (rows) => Math.max(...groupsOf(rows).map((group) => change(rows, group, 'entropy', 0))))),
    ...ask(QUESTIONS.lossRise, valuesOf(networks, (rows) => change(rows, 'all', 'loss', -2))),
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

function byRun<Row extends { readonly run: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const runs = new Map<string, Row[]>();
  for (const row of rows) runs.set(row.run, [...(runs.get(row.run) ?? []), row]);
  return runs;
}

function valuesOf<Row>(networks: ReadonlyMap<string, readonly Row[]>, value: (rows: readonly Row[]) => number): SeedValue[] {
  return [...networks].map(([run, rows]) => ({ value: value(rows), runs: [{ run }] }));
}
