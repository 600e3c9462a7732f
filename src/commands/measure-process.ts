/**
 * Runs block programs on its share of the images for its parent, which `shared-programs.ts` is part of. A parent that is gone ends it.
 * @module
 */
import { startEngine } from '../engine/engine';
import { numbersOf } from '../engine/tensors';
import { walkPrograms } from '../measuring/programs/run-programs';
import type { BatchStatistics } from '../measuring/programs/share';
import { importNetwork } from '../weights/import-network';
import type { FromMeasurer, ToMeasurer } from './measure-messages';
import { measuredImages } from './measured-images';

type Pass = Extract<ToMeasurer, { kind: 'pass' }>;

/** What comes from the parent behind its first message. */
let gathered: (all: readonly (readonly BatchStatistics[])[]) => void = () => undefined;

async function prepare({ file, place, of }: Extract<ToMeasurer, { kind: 'start' }>): Promise<(pass: Pass) => Promise<void>> {
  const engine = await startEngine();
  const network = await importNetwork(engine, file.weights, file);
  const { set, training } = await measuredImages(network, file);
  const gather = (own: readonly (readonly BatchStatistics[])[]): Promise<readonly (readonly BatchStatistics[])[]> =>
    new Promise((resolve) => {
      gathered = resolve;
      send({ kind: 'statistics', own });
    });
  return ({ programs, anew }) =>
    walkPrograms(engine, network, programs, set, network.normalization, (program, logits, { indices }) => {
      send({ kind: 'logits', program, from: indices[0]!, shape: logits.shape, values: numbersOf(logits) });
    }, { fold: true, share: { place, of, gather }, onFraction: (fraction) => send({ kind: 'fraction', fraction }), ...(anew && training && { training }) });
}

function send(message: FromMeasurer): void {
  if (process.connected) process.send!(message);
}

if (process.send) {
  let prepared: ReturnType<typeof prepare> | undefined;
  process.on('disconnect', () => process.exit());
  process.on('message', (message: ToMeasurer) => {
    if (message.kind === 'statistics') gathered(message.all);
    else if (message.kind === 'start') prepared = prepare(message);
    else prepared!.then((run) => run(message)).then(() => send({ kind: 'done' }), (error: unknown) => send({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }));
  });
}
