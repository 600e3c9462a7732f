/** `npm run measure`: measures a network whose weights are in a file. Its options are checked by environment/commands/measure.mjs. */
import { parseArgs } from 'node:util';
import { MEASURES } from '../ideas/measures';
import { measureFile } from './measure-file';
import { runCommand } from './options';

const text = { type: 'string', default: '' } as const;
const optional = { type: 'string' } as const;
const { values } = parseArgs({ options: { weights: text, architecture: optional, data: text, images: optional, measures: optional, out: optional } });
const { images, measures, ...rest } = values;

runCommand(async () => {
  await measureFile({ ...rest, ...(images !== undefined && { images: Number(images) }), ...(measures !== undefined && { measures: measures.split(',') }) }, MEASURES);
  return 0;
});
