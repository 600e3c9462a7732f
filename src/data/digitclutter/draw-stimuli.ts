import { sha256 } from '../checksum';
import type { ImageSet, Provenance } from '../dataset';
import { GENERATOR_VERSION } from './generate';
import { drawImages, type OnDrawing } from './image-set';
import type { Stimulus } from './stimulus';
import { refuseUndrawable, writeStimuli } from './stimulus-file';
import type { Typeface } from './typeface';

/** @see {@link drawStimuli} */
export interface DrawStimuliOptions {
  /** names of other fonts that are drawn in the typeface too, which the provenance then says */
  readonly substitute?: readonly string[];
  readonly onProgress?: OnDrawing;
}

/** Images of a stimulus file's rows. */
export interface DrawnStimuli extends ImageSet {
  readonly provenance: Provenance;
}

/**
 * Draws the images of a stimulus file's rows, [32, 32, 1] each, labelled with their digits from the back to the front.
 * @throws StimulusError for a row that cannot be drawn, RangeError for one with another number of digits than the first, before anything is drawn
 * @example await drawStimuli(await loadTypeface(), readStimuli(text), { substitute: ['arial-bold'] })
 */
export async function drawStimuli(typeface: Typeface, stimuli: readonly Stimulus[], { substitute = [], onProgress }: DrawStimuliOptions = {}): Promise<DrawnStimuli> {
  stimuli.forEach((stimulus, i) => refuseUndrawable(stimulus, i + 1, substitute));
  const digits = stimuli[0]?.characters.length ?? 0;
  const other = stimuli.findIndex(({ characters }) => characters.length !== digits);
  if (other >= 0) throw new RangeError(`Row ${other + 1} has ${stimuli[other]!.characters.length} digits, but row 1 has ${digits}: an image set has as many in every image.`);
  const set = await drawImages(typeface, digits, stimuli.length, (i) => stimuli[i]!, onProgress);
  const fonts = [...new Set(stimuli.flatMap(({ characters }) => characters.map(({ font }) => font)))].sort();
  const source = `drawn by this project (version ${GENERATOR_VERSION}) from ${stimuli.length} rows of a stimulus file, in ${typeface.name}, instead of ${fonts.join(' and ')}`;
  return { ...set, provenance: { source, sha256: { 'rows of the stimulus file': sha256(writeStimuli(stimuli)), images: sha256(set.images) } } };
}
