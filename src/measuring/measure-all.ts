import { numbersOf } from '../engine/tensors';
import { whichAreRight } from '../objectives/right';
import { check } from './check';
import { visitBlocks } from './gradients/block-pass';
import { distinctMeasures, originOf, type Measure, type OnFraction, type Reading, type Statistics, type Subject } from './measure';
import { Measured, type Finished } from './measured';
import { layoutOf, type Layout } from './programs/block-programs';
import { hasBatchNorm } from './programs/has-batch-norm';
import { programCost } from './programs/program-cost';
import { distinctPrograms, programKey, ProgramResults } from './programs/program-results';
import { walkPrograms, type ProgramOptions } from './programs/run-programs';
import type { WatchedProgram } from './programs/watched-states';
import { readout } from './readout';
import { told, toldLater } from './told';

/** A measure's reading under its name, for errors. */
interface Named {
  readonly measure: Measure;
  readonly reading: Reading<object>;
}

/** About what a block costs when gradients of its state are taken, in evaluations of it; for the progress only. */
const GRADIENT_COST = 4;

/**
 * Measures a network: what several measures want to see is run once. All refusals come before any work; then one pass with
 * gradients if a measure wants blocks, one pass over the distinct programs under each kind of statistics, then what measures do alone.
 * @param measures any list, one's own among ours
 * @throws Error naming what is wrong with the network or what it is measured on (see {@link check}), the measure that throws, or two of one name
 */
export async function measureAll(subject: Subject, measures: readonly Measure[], { onFraction = () => undefined, ...options }: ProgramOptions = {}): Promise<Measured> {
  const { engine, network, set, normalization } = subject;
  const origins = distinctMeasures([...new Set(measures.map(originOf))]);
  distinctMeasures(measures);
  check(subject);
  const all = origins.map((measure): Named => ({ measure, reading: told(measure, () => measure.start(subject)) }));

  const layout = layoutOf(network);
  const seeing = all.filter(({ reading }) => reading.onBlock !== undefined);
  const anew = subject.training !== undefined && hasBatchNorm(engine, network, set);
  const statisticsOf = ({ reading }: Named): Statistics => (anew ? (reading.statistics ?? 'estimated anew') : 'stored');
  const passes = (['stored', 'estimated anew'] as const).flatMap((statistics) => {
    const asking = all.filter((each) => each.reading.programs && statisticsOf(each) === statistics);
    return asking.length === 0 ? [] : [{ statistics, asking }];
  });
  const lone = all.filter(({ reading }) => reading.alone !== undefined);

  const part = shares([
    seeing.length > 0 ? GRADIENT_COST * layout.reduce((sum, blocks) => sum + blocks + 1, 0) : 0,
    ...passes.map(({ statistics, asking }) => costOf(layout, asking) * (statistics === 'stored' ? 1 : 1 + (subject.training?.size ?? 0) / set.size)),
    ...lone.map(() => layout.reduce((sum, blocks) => sum + blocks, 0)),
  ], onFraction);

  if (seeing.length > 0) {
    await visitBlocks(engine, network, set, normalization, (block, at) => {
      for (const { measure, reading } of seeing) told(measure, () => reading.onBlock!(block, at));
    }, { onFraction: part(0) });
  }
  const results = new Map<Statistics, ProgramResults>();
  for (const [i, { statistics, asking }] of passes.entries()) {
    results.set(statistics, await runPass(subject, layout, asking, statistics, { ...options, onFraction: part(1 + i) }));
  }
  for (const [i, { measure, reading }] of lone.entries()) {
    await toldLater(measure, async () => reading.alone!(part(1 + passes.length + i)));
  }
  const finished = all.map((each): [string, Finished] => {
    const { measure, reading } = each;
    if (!reading.programs) return [measure.name, { reading, results: undefined }];
    const statistics = statisticsOf(each);
    return [measure.name, { reading, results: results.get(statistics), ...(statistics === 'estimated anew' && { trainingImages: subject.training!.size }) }];
  });
  return new Measured(set.size, measures, new Map(finished));
}

/** The distinct programs that readings ask for, each once: the head is read out where a reading listens, else only who is right. */
async function runPass({ engine, network, set, normalization, training }: Subject, layout: Layout, asking: readonly Named[], statistics: Statistics, options: ProgramOptions): Promise<ProgramResults> {
  const asked = asking.flatMap(({ measure, reading }) => reading.programs!.map((program, place) => ({ measure, reading, place, key: programKey(layout, program), program })));
  const programs = distinctPrograms(layout, asked.map(({ program }) => program));
  const listening = programs.map((program) => {
    const own = programKey(layout, program);
    return asked.filter(({ reading, key }) => reading.onReadout && key === own);
  });
  const places = new Map(programs.map((program, i) => [programKey(layout, program), i]));
  const watched = asked.flatMap(({ measure, reading, place, key, program: { stage } }): WatchedProgram[] =>
    reading.onStates ? [{ program: places.get(key)!, stage, read: (states, { indices }) => told(measure, () => reading.onStates!(place, states, indices[0]!)) }] : [],
  );
  const correct = programs.map(() => new Uint8Array(set.size));
  await walkPrograms(engine, network, programs, set, normalization, (program, logits, { labels, indices }) => {
    const from = indices[0]!;
    if (listening[program]!.length === 0) {
      correct[program]!.set(whichAreRight(numbersOf(logits), labels, indices.length), from);
      return;
    }
    const said = readout(logits, labels);
    correct[program]!.set(said.right, from);
    for (const { measure, reading, place } of listening[program]!) told(measure, () => reading.onReadout!(place, said, from));
  }, { ...options, watched, ...(statistics === 'estimated anew' && training && { training }) });
  return new ProgramResults(layout, programs, correct);
}

function costOf(layout: Layout, asking: readonly Named[]): number {
  return programCost(layout, asking.flatMap(({ reading }) => reading.programs!), layout.map(() => 1)).shared;
}

/** Reports of parts of the work, by their costs, as fractions of the whole. */
function shares(costs: readonly number[], onFraction: OnFraction): (part: number) => OnFraction {
  const total = costs.reduce((sum, cost) => sum + cost, 0) || 1;
  const before = costs.map((_, i) => costs.slice(0, i).reduce((sum, cost) => sum + cost, 0));
  return (part) => (fraction) => onFraction((before[part]! + fraction * costs[part]!) / total);
}
