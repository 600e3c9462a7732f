import type { ColumnTable } from 'arquero';
import { borderlineReadouts } from '../../src/ideas/borderline-examples/measure';
import { cosineLossOfBlocks } from '../../src/ideas/cosine-loss/measure';
import { earlyReadouts } from '../../src/ideas/early-readout/measure';
import { taylorTermOfBlocks } from '../../src/ideas/taylor-term/measure';
import { unrolling, unrollingOnOthers } from '../../src/ideas/unrolling/measure';
import { measuredTable } from '../../src/measuring/measured-table';
import { IMAGES, type OnImages } from '../../src/measuring/on-images';

/** Made-up tables of measures over images, for tests: no network was measured. The numbers are closed forms. */
const networks = [
  { network: 'shallow', stages: [2, 1] },
  { network: 'deep', stages: [4, 3] },
] as const;
const GROUPS = ['borderline', 'already correct', 'all'] as const;
const READOUTS = ['accuracy', 'loss', 'entropy'] as const;

const interval = (estimate: number, half: number, n = 100) => ({ n, over: 'images' as const, estimate, lower: estimate - half, upper: estimate + half });
const on = (network: string, images: OnImages['images']): OnImages => ({ task: 'synthetic', network, images });

/** The blocks of a network, depth from 0 to 1. */
function places(stages: readonly number[]) {
  const all = stages.flatMap((blocks, s) => Array.from({ length: blocks }, (_, t) => ({ stage: s + 1, block: t + 1 })));
  return all.map((place, i) => ({ ...place, depth: i + 1, far: i / (all.length - 1) }));
}

const blockKind = measuredTable(cosineLossOfBlocks, 'stage', 'block', 'depth');

/** `cosineLoss` and `l2Ratio` of every block, on test and training images. */
export function syntheticBlocks(change: (row: ReturnType<typeof blockKind.rows>[number], i: number) => typeof row = (row) => row): ColumnTable {
  const rows = networks.flatMap(({ network, stages }) =>
    IMAGES.flatMap((images) =>
      places(stages).flatMap(({ far, ...place }) =>
        [['cosineLoss', 0.01 - 0.12 * far] as const, ['l2Ratio', 0.8 - 0.5 * far] as const].map(([measure, estimate]) => ({ ...on(network, images), ...place, measure, ...interval(estimate, 0.02) })),
      ),
    ),
  );
  return blockKind.table(rows.map(change));
}

export function syntheticTaylor(): ColumnTable {
  const rows = networks.flatMap(({ network, stages }) =>
    places(stages).flatMap(({ far, ...place }) =>
      (['before the block', 'behind the block'] as const).flatMap((gradient) => {
        const row = (measure: string, estimate: number, half: number) => ({ ...on(network, 'test'), ...place, gradient, measure, ...interval(estimate, half) });
        const term = -0.3 * far ** 2;
        return [row('term', term, 0.02), row('change', 1.2 * term - 0.1, 0.02), row('correlation', 0.3 + 0.5 * far, 0.05), row('remainder', 3 - 2 * far, 0.4)];
      }),
    ),
  );
  return measuredTable(taylorTermOfBlocks, 'stage', 'block', 'depth', 'gradient').table(rows);
}

/** @param names of networks, all with the same numbers */
export function syntheticBorderline(...names: readonly string[]): ColumnTable {
  const rows = names.flatMap((network) =>
    IMAGES.flatMap((images) =>
      [4, 5, 6, 7, 8].flatMap((block, i) =>
        GROUPS.flatMap((group, g) =>
          READOUTS.map((measure) => {
            const estimate = { accuracy: 0.3 + 0.1 * g + 0.08 * i, loss: 2 - 0.3 * i + 0.2 * g, entropy: 1.2 - 0.2 * i }[measure];
            return { ...on(network, images), stage: 2, block, group, measure, ...interval(estimate, 0.03, [12, 60, 100][g]) };
          }),
        ),
      ),
    ),
  );
  return measuredTable(borderlineReadouts(), 'stage', 'block', 'group').table(rows);
}

const steps = (images: OnImages['images'], scales: readonly number[], borderline = 12) =>
  scales.flatMap((scale) =>
    [0, 1, 2, 3, 4].flatMap((step) =>
      ([['all', 'loss'], ['all', 'accuracy'], ['borderline', 'accuracy'], ['all', 'cosineLoss']] as const).map(([group, measure]) => {
        const accuracy = group === 'all' ? 0.9 - 0.02 * scale * step : 0.45 + 0.02 * step;
        const estimate = { loss: 0.3 + (images === 'test' ? 0.2 : 0) + 0.1 * scale * step ** 4, accuracy, cosineLoss: -0.1 + 0.05 * scale * step }[measure];
        return { ...on('deep', images), scale, step, group, measure, ...interval(estimate, 0.01, group === 'all' ? 100 : borderline) };
      }),
    ),
  );

/** `unrolling` on test images. @param borderline how many of them are */
export const syntheticUnrolling = (borderline?: number): ColumnTable => measuredTable(unrolling(), 'scale', 'step', 'group').table(steps('test', [1, 0.1], borderline));

/** `unrolling on other images`, of training images. @param scales of those that choose */
export const syntheticChosenUnrolling = (scales: readonly number[]): ColumnTable =>
  measuredTable(unrollingOnOthers(), 'part', 'scale', 'step', 'group').table([
    ...steps('training', [1, 0.1]).map((row) => ({ ...row, part: 'tested' as const })),
    ...steps('training', scales).map((row) => ({ ...row, part: 'choosing' as const })),
  ]);

/** Readouts after 0, 1 and 2 blocks: more right, less lost, less undecided each time. */
export function syntheticReadouts(): ColumnTable {
  const rows = [0.5, 0.7, 0.9].flatMap((share, block) =>
    [['accuracy', share] as const, ['loss', 2 * (1 - share)] as const, ['entropy', 1.2 - share] as const].map(([measure, estimate]) => ({ ...on('small', 'test'), stage: 2, block, measure, ...interval(estimate, 0.05) })),
  );
  return measuredTable(earlyReadouts, 'stage', 'block').table(rows);
}
