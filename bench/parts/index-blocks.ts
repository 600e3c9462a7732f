import { blockDrop } from '../../src/ideas/block-drop/measure';
import type { Layout } from '../../src/measuring/programs/block-programs';
import { threeIndices } from '../../src/ideas/indices/measure';
import { programCost } from '../../src/measuring/programs/program-cost';
import { aligned, verdict } from '../report/text';
import type { Part } from '../results';

/** Iterated blocks of the published CIFAR ResNets: the first blocks of stages 2 and 3 are their transitions. */
const LAYOUTS: Readonly<Record<string, Layout>> = { 'ResNet-20': [3, 2, 2], 'ResNet-32': [5, 4, 4], 'ResNet-56': [9, 8, 8] };
const DECISIVE = 'ResNet-56';

/**
 * A transition's multiplications in blocks of its stage, all convolutions being 3×3 on maps of one size: the stem is one of 3 to
 * 16 channels, the first blocks of stages 2 and 3 have one from half their channels and one as a block has two.
 */
const TRANSITIONS = [(3 * 16) / (2 * 16 * 16), 3 / 4, 3 / 4];

const TARGET = 0.38;

/** How much the sharing of beginnings saves: counted, not timed. */
export const INDEX_BLOCKS: Part = {
  name: 'index-blocks',
  measure() {
    const counts = Object.entries(LAYOUTS).map(([network, layout]) => {
      const programs = [...threeIndices(1 / 10).programs(layout), ...blockDrop.programs(layout)];
      return { network, programs: programs.length, ...programCost(layout, programs, TRANSITIONS) };
    });
    const rows = counts.map(({ network, programs, shared, separate }) => [
      network,
      String(programs),
      separate.toFixed(0),
      shared.toFixed(0),
      (shared / separate).toFixed(3),
    ]);
    const { shared, separate } = counts.find(({ network }) => network === DECISIVE)!;
    const ratio = shared / separate;
    return Promise.resolve({
      text: [
        'Block evaluations of the three indices and the single-block drops for an image; transitions by their multiplications:',
        ...aligned([['', 'programs', 'each from the image', 'ours', 'ratio'], ...rows]),
        `indexBlockRatio ${ratio.toFixed(3)} (${DECISIVE}); at most ${TARGET.toFixed(2)} wanted: ${verdict(ratio, TARGET)}.`,
      ].join('\n'),
      figures: { indexBlockRatio: ratio },
      records: {},
    });
  },
};
