import { from, type ColumnTable } from 'arquero';
import { layoutOf } from '../../measuring/programs/block-programs';
import { readableNumber } from '../../tables/summarize';
import type { IterativeInferenceExperiment } from './experiment';
import type { PublishedRecord } from './record';
import { networkLabel, type Subject } from './subject';

/** The networks for the eye: their blocks that iterate, and the error that their author published. */
export function networkTable({ networks }: Subject): ColumnTable {
  return from(
    networks.map((network) => ({
      network: network.name,
      'blocks that iterate (stages 1, 2, 3)': layoutOf(network).join(', '),
      'published test error (%)': readableNumber(100 * network.testError, 2),
    })),
  );
}

/** An experiment's settings for the eye: one row each. */
export function iterativeInferenceSettings(experiment: IterativeInferenceExperiment): ColumnTable {
  const count = (images: number): string => images.toLocaleString('en-US');
  const rows: [string, string][] = [
    ['preset', experiment.preset],
    ['CIFAR-10', experiment.data === 'sample' ? 'the sample in the repository' : 'all images if they are here, else the sample in the repository'],
    ['networks', experiment.networks.map(networkLabel).join(', ')],
    ['J1; J2 and J3', `the first ${count(experiment.gradientImages)} test images; these and as many training images`],
    ['J4', `the first ${count(experiment.dropImages)} test images`],
    ['J5; J6', `the first ${count(experiment.readoutImages)} test images; these and as many training images`],
    ['statistics of J4 to J6', `estimated anew under every program, on ${count(experiment.statisticsImages)} training images`],
    ['J6', `the last ${experiment.readoutBlocks} blocks of the deepest network`],
    ['J7', `${experiment.steps} extra steps of its last block, on the first ${count(experiment.unrolledImages)} test and as many training images`],
    ['scale of J7', `one of ${experiment.scales.join(', ')}, chosen on the ${count(experiment.sweepImages)} training images behind these`],
  ];
  return from(rows.map(([setting, value]) => ({ setting, value })));
}

/** Where and when a record was measured, one line for each that differs. */
export function recordedWhere({ sections }: PublishedRecord): string {
  const lines = Object.values(sections).map(({ environment: { at, cpu, device, engine, data } }) => `Measured on ${at.slice(0, 10)}, ${device === 'CPU' ? cpu : `a GPU, ${cpu}`}, ${engine}: ${data.source}. ${data.caveat ?? 'All images are the official ones.'}`);
  return [...new Set(lines)].join('\n');
}
