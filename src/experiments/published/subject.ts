import type { Dataset, ImageSet, Normalization } from '../../data/dataset';
import { take } from '../../data/dataset';
import type { Engine } from '../../engine/engine';
import type { MeasurableNetwork } from '../../networks/measurable-network';
import type { OnImages } from '../../measuring/on-images';
import { loadPublishedNetwork, type PublishedName } from '../../weights/published-networks';
import type { IterativeInferenceExperiment } from './experiment';
import type { PublishedRecord } from './record';

/** A network under its name, with what makes its inputs of pixels. */
export interface NamedNetwork extends MeasurableNetwork {
  readonly name: string;
  readonly normalization: Normalization;
  /** fraction of all test images that its author publishes as wrong */
  readonly testError: number;
}

/** Runs a long computation while somebody watches: see `follow`. */
export type Follow = <Result>(total: number, what: string, work: (report: (done: number, note: string) => Promise<void>) => Promise<Result>) => Promise<Result>;

/** What the sections of JAB18 are measured on. */
export interface Subject {
  readonly engine: Engine;
  readonly data: Dataset;
  readonly experiment: IterativeInferenceExperiment;
  /** from the shallowest to the deepest */
  readonly networks: readonly NamedNetwork[];
  readonly follow: Follow;
  /** what of it need not be measured */
  readonly record?: PublishedRecord;
}

/**
 * Loads the published networks of an experiment; their values stay in memory with the program.
 * @param record of what was measured before, if that is to stand for measuring
 */
export async function publishedSubject(engine: Engine, data: Dataset, experiment: IterativeInferenceExperiment, follow: Follow, record?: PublishedRecord): Promise<Subject> {
  const networks: NamedNetwork[] = [];
  for (const name of experiment.networks) networks.push({ ...(await loadPublishedNetwork(engine, name)), name: networkLabel(name) });
  return { engine, data, experiment, networks, follow, ...(record && { record }) };
}

/** `ResNet-56` */
export function networkLabel(name: PublishedName): string {
  return name.replace('resnet', 'ResNet');
}

/** The deepest network, which stands for JAB18's ResNet-110. */
export function deepest({ networks }: Subject): NamedNetwork {
  return networks[networks.length - 1]!;
}

/** Images of a set, from its front, as many as are asked for or there are, and what rows about them say. */
export function imagesOf({ data }: Subject, { name: network }: NamedNetwork, images: OnImages['images'], count: number): { readonly set: ImageSet; readonly of: OnImages } {
  const all = images === 'test' ? data.test : data.train;
  return { set: take(all, Math.min(count, all.size)), of: { task: data.name, network, images } };
}
