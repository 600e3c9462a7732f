import type { BlockMeanRow } from '../../src/tables/block-means';
import { GROUPS, READOUT_MEASURES, type BorderlineRow } from '../../src/ideas/borderline-examples/rows';
import { IMAGES, type OnImages } from '../../src/measuring/on-images';
import type { TaylorRow } from '../../src/ideas/taylor-term/rows';
import { UNROLLING_MEASURES, type UnrollingRow } from '../../src/ideas/unrolling/rows';

/** Made-up tables of analyses over images, for tests: no network was measured. The numbers are closed forms. */
const networks = [
  { network: 'shallow', stages: [2, 1] },
  { network: 'deep', stages: [4, 3] },
] as const;

const interval = (estimate: number, half: number, n = 100) => ({ n, over: 'images' as const, estimate, lower: estimate - half, upper: estimate + half });
const on = (network: string, images: OnImages['images']): OnImages => ({ task: 'synthetic', network, images });

/** The blocks of a network, depth from 0 to 1. */
function places(stages: readonly number[]) {
  const all = stages.flatMap((blocks, s) => Array.from({ length: blocks }, (_, t) => ({ stage: s + 1, block: t + 1 })));
  return all.map((place, i) => ({ ...place, depth: i + 1, far: i / (all.length - 1) }));
}

export function syntheticBlockMeans(): BlockMeanRow[] {
  return networks.flatMap(({ network, stages }) =>
    IMAGES.flatMap((images) =>
      places(stages).flatMap(({ far, ...place }) => {
        const [cosine, term] = [0.01 - 0.12 * far, -0.3 * far ** 2];
        const row = (measure: string, estimate: number): BlockMeanRow => ({ ...on(network, images), ...place, measure, leftOut: 0, ...interval(estimate, 0.02) });
        const both = [row('cosineLoss', cosine), row('l2Ratio', 0.8 - 0.5 * far)];
        return images === 'test' ? [...both, row('taylorTerm', term), row('lossChange', 1.2 * term - 0.1)] : both;
      }),
    ),
  );
}

export function syntheticTaylor(): TaylorRow[] {
  return networks.flatMap(({ network, stages }) =>
    places(stages).flatMap(({ far, ...place }) =>
      (['before the block', 'behind the block'] as const).flatMap((gradient) => [
        { ...on(network, 'test'), ...place, gradient, statistic: 'correlation' as const, ...interval(0.3 + 0.5 * far, 0.05) },
        { ...on(network, 'test'), ...place, gradient, statistic: 'remainder' as const, ...interval(3 - 2 * far, 0.4) },
      ]),
    ),
  );
}

export function syntheticBorderline(): BorderlineRow[] {
  return IMAGES.flatMap((images) =>
    [4, 5, 6, 7, 8].flatMap((block, i) =>
      GROUPS.flatMap((group, g) =>
        READOUT_MEASURES.map((measure) => {
          const estimate = { accuracy: 0.3 + 0.1 * g + 0.08 * i, loss: 2 - 0.3 * i + 0.2 * g, entropy: 1.2 - 0.2 * i }[measure];
          return { ...on('deep', images), stage: 2, block, group, measure, ...interval(estimate, 0.03, [12, 60, 100][g]) };
        }),
      ),
    ),
  );
}

export function syntheticUnrolling(scales: readonly number[] = [1, 0.1]): UnrollingRow[] {
  return IMAGES.flatMap((images, s) =>
    scales.flatMap((scale) =>
      [0, 1, 2, 3, 4].flatMap((step) =>
        UNROLLING_MEASURES.map((measure) => {
          const estimate = { loss: 0.3 + 0.2 * s + 0.1 * scale * step ** 4, accuracy: 0.9 - 0.02 * scale * step, borderlineAccuracy: 0.45 + 0.02 * step, cosineLoss: -0.1 + 0.05 * scale * step }[measure];
          return { ...on('deep', images), scale, step, measure, ...interval(estimate, 0.01) };
        }),
      ),
    ),
  );
}
