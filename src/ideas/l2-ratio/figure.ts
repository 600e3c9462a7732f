import type { ColumnTable } from 'arquero';
import { againstBlock } from '../../figures/against-block';
import type { Figure } from '../../figures/figure';

/** J3: mean ℓ2 ratio of every block, one line for each network; test and training images side by side. */
export const l2RatioAgainstBlock = (table: ColumnTable): Figure =>
  againstBlock(table, {
    name: 'l2-ratio-against-block',
    y: 'l2Ratio',
    title: 'How far does a block move the state? (J3)',
    vertical: '‖F(h)‖ / ‖h‖',
    reading: 'as a share of the state’s length',
  });
