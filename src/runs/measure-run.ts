import { take, type Dataset, type ImageSet } from '../data/dataset';
import type { Engine } from '../engine/engine';
import { effectiveParameters } from '../ideas/generalization/measure';
import { lipschitzBounds } from '../ideas/lipschitz-constraint/measure';
import { measurable } from '../networks/measurable-network';
import { evaluate } from '../measuring/evaluate';
import type { TrainedNetwork } from '../training/trainer';
import type { Measurements } from './measurements';
import { measureEachBlock } from './measurements/blocks';
import type { ImageResults } from './measurements/image-results';
import { measureImages } from './measurements/images';
import { measureThreeIndices } from './measurements/indices';
import { measureNormsAtInitialization } from './measurements/norms-at-initialization';
import { measureSensitivity } from './measurements/sensitivity';
import type { OnFraction } from './measurements/subject';
import type { Run } from './run';

/** Of one network. */
export interface MeasuredRun {
  readonly measurements: Measurements;
  /** image by image, if the run asks for `images` */
  readonly images?: ImageResults;
}

/**
 * Measures a trained network as its run asks for it.
 * @param data the run's images
 * @param onFraction called with the fraction of the measuring that is done; throw to stop
 */
export async function measureRun(engine: Engine, run: Run, trained: TrainedNetwork, data: Dataset, onFraction: OnFraction): Promise<MeasuredRun> {
  const { network, parameters, statistics } = trained;
  const subject = { engine, network: measurable(trained), data };
  const asked = TIMED.filter((each) => run.measurements.includes(each));
  /** What is asked for, in turn; the fractions of one are a part of the whole's. */
  const measure = async <R>(what: Timed, work: (onPart: OnFraction) => Promise<R>): Promise<R | undefined> => {
    const place = asked.indexOf(what);
    return place < 0 ? undefined : work((part) => onFraction((place + part) / asked.length));
  };

  const { normalization } = run.network;
  const indices = await measure('indices', (onPart) => measureThreeIndices(subject, onPart));
  const images = await measure('images', (onPart) => measureImages(subject, onPart));
  const blocks = await measure('blocks', (onPart) => measureEachBlock(subject, onPart));
  const sensitivity = await measure('sensitivity', (onPart) => measureSensitivity(subject, { normalization, seed: run.training.seed }, onPart));
  const evaluated = (set: ImageSet): Measurements['test'] => ({ images: set.size, ...evaluate(engine, network, trained, set, data) });
  const measurements: Measurements = {
    parameters: network.parameterCount().trainable,
    effectiveParameters: effectiveParameters(network.parameters, parameters),
    lipschitz: lipschitzBounds(engine, network, parameters, statistics).map(({ bound, ...block }) => ({ ...block, bound: bound ?? null })),
    train: evaluated(take(data.train, Math.min(data.train.size, data.test.size))),
    test: evaluated(data.test),
    ...(indices && { indices }),
    ...(images && { images: images.summary }),
    ...(blocks && { blocks }),
    ...(sensitivity && { sensitivity }),
    ...(run.measurements.includes('normsAtInitialization') && {
      normsAtInitialization: measureNormsAtInitialization(engine, network, run.training, data),
    }),
  };
  return { measurements, ...(images && { images: images.results }) };
}

/** The measurements that take long enough to be followed, in their order. */
const TIMED = ['indices', 'images', 'blocks', 'sensitivity'] as const satisfies readonly Run['measurements'][number][];
type Timed = (typeof TIMED)[number];
