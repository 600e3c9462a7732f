/** `npm run measure`: measures a network whose weights are in a file. Its options are checked by environment/commands/measure.mjs. */
import { parseArgs } from 'node:util';
import { MEASURES } from '../ideas/measures';
import { measureFile } from './measure-file';

const text = { type: 'string', default: '' } as const;
const optional = { type: 'string' } as const;
const { values } = parseArgs({ options: { weights: text, architecture: text, data: text, images: optional, measures: optional, out: optional } });
const { images, measures, ...rest } = values;

/** The project's own errors say all in their sentence; of others the place matters too. */
const EXPLAINED = ['DataError', 'WeightsError', 'RangeError', 'Error'];

measureFile({ ...rest, ...(images !== undefined && { images: Number(images) }), ...(measures !== undefined && { measures: measures.split(',') }) }, MEASURES).catch((error: unknown) => {
  console.error(error instanceof Error && EXPLAINED.includes(error.name) ? error.message : error);
  process.exitCode = 1;
});
