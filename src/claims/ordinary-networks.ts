import { CONVENTIONAL_VARIANT, family, normalizationLabel, settingOf, STANDARD_VARIANT, type Setting } from '../tables/condition';
import { runs, type BlockRow, type RunRow } from '../tables/tables';
import type { RunTables } from '../tables/tables-of-runs';
import { withinSeeds } from '../statistics/within-seeds';
import { knownOf, type EvidenceRow, type Group } from './evidence';
import { numbersByNetwork } from './network-numbers';
import { overSeeds } from './over-seeds';
import type { NetworkNumbers, PairQuestion, Question } from './question';

/** What is asked of networks without coupling and constraint, each by itself or two of one seed. */
export interface OrdinaryQuestions {
  /** of networks of the usual depth */
  readonly usual: readonly Question[];
  /** of a deeper network minus a shallower one */
  readonly inDepth: readonly PairQuestion[];
  /** of networks of a single representation minus usual ones, and of the former alone */
  readonly singleAgainstUsual: readonly PairQuestion[];
  readonly single: readonly Question[];
}

/**
 * Variants that are ordinary networks of the usual depth. The first of these that a task has, of three seeds or more where there is one,
 * decides J1 to J7 there (ours): JAB18's layouts, the deeper one first, then networks as they are usually trained, and those that start
 * from equal values.
 */
const USUAL: readonly string[] = ['resnet-32', 'resnet-20', CONVENTIONAL_VARIANT, 'unshared', STANDARD_VARIANT];

/** Networks whose state keeps its channels all the way; JAB18 finds of both that their first blocks are unlike the others. The first decides. */
const SINGLE: readonly string[] = ['single-representation', 'avg-pooling'];

/** Those that they are compared with: the first that has been measured. */
const BESIDE_SINGLE: readonly string[] = ['unshared', CONVENTIONAL_VARIANT, STANDARD_VARIANT];

/** Kinds of network that a shallower one of their seed is compared with (J2). */
const DEEPER: Readonly<Record<string, RegExp>> = { 'resnet-32': /^resnet-20$/, [CONVENTIONAL_VARIANT]: /^\d+ blocks?$/, [STANDARD_VARIANT]: /^\d+ blocks?$/ };

/** The ordinary networks of one experiment, task, variant and normalization. */
interface OrdinaryNetworks extends Group {
  readonly variant: string;
}

/** A network, and what was measured of it. */
interface Asked {
  readonly run: string;
  readonly seed: number;
  readonly numbers: NetworkNumbers;
}

/** What ordinary networks that were trained here say of questions, over seeds, every statistic computed of each network. */
export function ofOrdinaryNetworks(tables: RunTables, questions: OrdinaryQuestions): EvidenceRow[] {
  const networks = ordinaryNetworks(runs.rows(tables.runs));
  const numbers = { test: numbersByNetwork(tables, 'test'), training: numbersByNetwork(tables, 'training') };
  const measured = ({ rows }: OrdinaryNetworks, set: BlockRow['set'] = 'test'): Asked[] => rows.map((row) => ({ run: row.run, seed: row.seed, numbers: numbers[set](row) }));
  const besides = ({ variant: _, ...one }: OrdinaryNetworks): OrdinaryNetworks[] => networks.filter((other) => keyOf(other) === keyOf(one));

  const ask = (of: OrdinaryNetworks, { on = ['test'], ...question }: Question): EvidenceRow[] =>
    on.flatMap((set) => {
      const asked = set === 'test' ? question : { ...question, primary: false };
      return overSeeds(of, asked, withinSeeds(measured(of, set)), ([network]) => question.value(network!.numbers, network!.numbers), `${nameOf(of)}${set === 'test' ? '' : ', training images'}`);
    });
  const compare = (one: OrdinaryNetworks, other: OrdinaryNetworks, { value, ...question }: PairQuestion, name: string): EvidenceRow[] =>
    overSeeds(
      one,
      question,
      withinSeeds(measured(one), measured(other)),
      (pair) => {
        const [a, b] = pair.map((network) => value(network.numbers));
        return a === null || b === null ? null : a! - b!;
      },
      name,
    );

  return [
    ...networks.filter(isUsual).flatMap((of) => questions.usual.flatMap((question) => ask(of, question))),
    ...networks.flatMap((deep) =>
      besides(deep)
        .filter(({ variant }) => DEEPER[deep.variant]?.test(variant))
        .flatMap((shallow) => questions.inDepth.flatMap((question) => compare(deep, shallow, question, `${nameOf(deep)} against ${shallow.variant}`))),
    ),
    ...networks.filter(({ variant }) => SINGLE.includes(variant)).flatMap((single) => {
      const ordinary = BESIDE_SINGLE.flatMap((variant) => besides(single).filter((other) => other.variant === variant && measured(other).some((each) => each.numbers.blocks.length > 0)))[0];
      const decides = single.variant === SINGLE[0];
      const pairs = ordinary ? questions.singleAgainstUsual.flatMap((question) => compare(single, ordinary, { ...question, primary: decides && question.primary === true }, `${nameOf(single)} against ${nameOf(ordinary)}`)) : [];
      return [...pairs, ...questions.single.flatMap((question) => ask(single, question))];
    }),
  ];
}

function ordinaryNetworks(rows: readonly RunRow[]): OrdinaryNetworks[] {
  const known = knownOf(rows);
  const ordinary = rows.filter((row) => family(row) === 'ordinary');
  const kinds = new Map(ordinary.map((row) => [`${keyOf(row)} ${row.variant}`, settingOf(row)]));
  return [...kinds].map(([key, { experiment, preset, task, variant, normalization }]) => ({
    experiment, preset, task, variant, normalization, known, rows: ordinary.filter((row) => `${keyOf(row)} ${row.variant}` === key),
  }));
}

const isUsual = ({ variant }: Pick<Setting, 'variant'>): boolean => USUAL.includes(variant);

/** Networks that are compared with each other have the same. */
export function keyOf({ experiment, preset, task, normalization }: Pick<Setting, 'experiment' | 'preset' | 'task' | 'normalization'>): string {
  return JSON.stringify([experiment, preset, task, normalization]);
}

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
