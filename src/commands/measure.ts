/** `npm run measure`: measures a network whose weights are in a file. Its options are checked by environment/commands/measure.mjs. */
import { parseArgs } from 'node:util';
import { MEASURES } from '../ideas/measures';
import { parseNormalization } from '../weights/normalizations';
import { measureFile } from './measure-file';
import { runCommand } from './options';

const text = { type: 'string', default: '' } as const;
const optional = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    weights: text, architecture: optional, data: text, images: optional, measures: optional, out: optional,
    normalize: optional, strides: optional, 'max-pool': optional, shortcut: optional, size: optional, crop: optional, classes: optional, 'statistics-from': optional,
  },
});
const { weights, architecture, data, images, measures, out, normalize, strides, shortcut, size, crop, classes } = values;
const number = (given: string | undefined): number | undefined => (given === undefined ? undefined : Number(given));

runCommand(async () => {
  const options = {
    architecture,
    data,
    images: number(images),
    size: number(size),
    crop: number(crop),
    classes,
    statisticsFrom: values['statistics-from'],
    normalization: normalize === undefined ? undefined : parseNormalization(normalize),
    strides: strides?.split(',').map(Number),
    maxPool: values['max-pool'] === undefined ? undefined : values['max-pool'] === 'yes',
    shortcutFrom: shortcut === 'input' || shortcut === 'activation' ? shortcut : undefined,
  } as const;
  await measureFile({ weights, ...options, ...(measures !== undefined && { measures: measures.split(',') }), ...(out !== undefined && { out }) }, MEASURES);
  return 0;
});
