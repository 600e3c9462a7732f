import type { ColumnTable } from 'arquero';
import { againstBlock } from '../../figures/against-block';
import type { Figure } from '../../figures/figure';

/** J2: mean cosine loss of every block, one line for each network; test and training images side by side. */
export const cosineLossAgainstBlock = (table: ColumnTable): Figure =>
  againstBlock(table, {
    name: 'cosine-loss-against-block',
    y: 'cosineLoss',
    title: 'Does a block step down the gradient of the loss? (J2)',
    vertical: 'cosine loss',
    reading: '−1: straight down, 0: across',
  });
