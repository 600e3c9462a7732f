import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sha256 } from '../../../src/data/checksum';
import { drawStimuli } from '../../../src/data/digitclutter/draw-stimuli';
import { sampleStimuli } from '../../../src/data/digitclutter/generate';
import { readStimuli, StimulusError, writeStimuli } from '../../../src/data/digitclutter/stimulus-file';
import { loadTypeface } from '../../../src/data/digitclutter/typeface';

const digit = (fields: string): string => `a path,occlusion,1,512,512,${fields}`;
const STANDARD = '3,-0.0037,0.0134,1,1,helvetica-bold,384,0,0,0,1.0,255,255,255,1.0,20';

describe('a stimulus file', () => {
  test('is read field by field, as the authors’ generator writes it', () => {
    const text = `|C:\\a, b||c|,occlusion,2,512,512,5,-1e-05,.1,1,0.9,arial-bold,384,0,10,20,1.0,255,255,255,0.5,20,${STANDARD}\r\n`;
    const [one, ...others] = readStimuli(text);
    assert.deepEqual(others, []);
    assert.deepEqual(one, {
      path: 'C:\\a, b|c',
      width: 512,
      height: 512,
      characters: [
        { identity: 5, xOffset: -1e-5, yOffset: 0.1, xScale: 1, yScale: 0.9, font: 'arial-bold', fontSize: 384, face: [0, 10, 20, 1], edge: [255, 255, 255, 0.5], lineWidth: 20 },
        { identity: 3, xOffset: -0.0037, yOffset: 0.0134, xScale: 1, yScale: 1, font: 'helvetica-bold', fontSize: 384, face: [0, 0, 0, 1], edge: [255, 255, 255, 1], lineWidth: 20 },
      ],
    });
  });

  test('gives back what was written, to the last bit', () => {
    const stimuli = sampleStimuli(5, 'training', 200);
    const strange = { ...stimuli[0]!, path: 'folder, |strange|/name' };
    assert.deepEqual(readStimuli(writeStimuli([...stimuli, strange])), [...stimuli, strange]);
    assert.deepEqual(readStimuli(writeStimuli([])), []);
    assert.throws(() => writeStimuli([{ ...strange, path: 'two\nlines' }]), { message: 'The path "two\\nlines" holds a line break: use another name.' });
  });

  for (const [name, text, message] of [
    ['a row cut short', digit('3,0,0,1'), 'Row 1, field 10 (y-scale of character 1) is missing: the row ends after 9 fields.'],
    ['a number that is none', digit(STANDARD.replace('0.0134', 'NaN')), 'Row 1, field 8 (y-offset of character 1) is "NaN", not a number.'],
    ['an empty number', digit(STANDARD.replace('384', '')), 'Row 1, field 12 (font size of character 1) is "", not a number.'],
    ['a letter', digit(STANDARD.replace('3', 'x')), 'Row 1, field 6 (digit of character 1) is "x", not a number.'],
    ['a digit beyond 9', digit(STANDARD.replace('3', '10')), 'Row 1, field 6 (digit of character 1) is 10, but must lie between 0 and 9.'],
    ['half a digit', digit(STANDARD.replace('3', '3.5')), 'Row 1, field 6 (digit of character 1) is 3.5, not a whole number.'],
    ['a colour out of range', digit(STANDARD.replace('255,1.0', '256,1.0')), 'Row 1, field 19 (blue of the edge of character 1) is 256, but must lie between 0 and 255.'],
    ['an opacity out of range', digit(STANDARD.replace('255,1.0', '255,2')), 'Row 1, field 20 (opacity of the edge of character 1) is 2, but must lie between 0 and 1.'],
    ['another composition', digit(STANDARD).replace('occlusion', 'blend'), 'Row 1, field 2 (composition) is "blend", but the only composition is "occlusion".'],
    ['more characters than fields', `ok,occlusion,1,512,512,${STANDARD}\n${digit(STANDARD).replace(',1,512', ',2,512')}`, 'Row 2, field 22 (digit of character 2) is missing: the row ends after 21 fields.'],
    ['more fields than characters', digit(`${STANDARD},1`), 'Row 1, field 22 (behind the last character) is one too many: 1 characters need 21 fields.'],
    ['no character', digit(STANDARD).replace(',1,512', ',0,512'), 'Row 1, field 3 (number of characters) is 0, but must lie between 1 and 10.'],
    ['a quote that stays open', `|a path,${digit(STANDARD)}`, 'Row 1, field 1 (text) has a | that no other one closes at the field’s end.'],
    ['an empty row', `${digit(STANDARD)}\n\n${digit(STANDARD)}`, 'Row 2, field 2 (composition) is missing: the row ends after 1 fields.'],
  ] as const) {
    test(`with ${name} is refused by row and field`, () => {
      assert.throws(() => readStimuli(text), (error) => error instanceof StimulusError && error.message === message ? true : assert.equal(String(error), message));
    });
  }
});

describe('what cannot be drawn is refused before anything is drawn:', () => {
  for (const [name, text, message] of [
    ['another font', `${digit(STANDARD)}\n${digit(STANDARD.replace('helvetica', 'arial'))}`, /^Row 2, field 11 \(font of character 1\) is "arial-bold", but only "helvetica-bold" is drawn \(in TeX Gyre Heros Bold\): if its shapes will do, name it with the option substitute\.$/],
    ['another canvas', digit(STANDARD).replace('512,512', '512,600'), /^Row 1, field 4 \(canvas\) is 512 × 600 pixels, but only canvases of 512 × 512 are drawn\.$/],
    ['images with different numbers of digits', `${digit(STANDARD)}\n${digit(`${STANDARD},${STANDARD}`).replace(',1,512', ',2,512')}`, /^Row 2 has 2 digits, but row 1 has 1: an image set has as many in every image\.$/],
  ] as const) {
    test(name, async () => {
      const typeface = await loadTypeface();
      const never = (): never => assert.fail('something was drawn');
      await assert.rejects(drawStimuli(typeface, readStimuli(text), { onProgress: never, substitute: ['times-bold'] }), (error: Error) => (assert.match(error.message, message), true));
    });
  }
});

test('another font is drawn in the typeface where that is asked for, and the provenance says so', async () => {
  const typeface = await loadTypeface();
  const [text, other] = [digit(STANDARD), digit(STANDARD.replace('helvetica-bold', 'Arial-Bold'))];
  const [plain, substituted] = [await drawStimuli(typeface, readStimuli(text)), await drawStimuli(typeface, readStimuli(other), { substitute: ['arial-bold'] })];
  assert.deepEqual(substituted.images, plain.images);
  assert.match(plain.provenance.source, /from 1 rows of a stimulus file, in TeX Gyre Heros Bold, version 2\.004, instead of helvetica-bold$/);
  assert.match(substituted.provenance.source, /instead of Arial-Bold$/);
  assert.equal(substituted.provenance.sha256.images, sha256(plain.images));
  assert.notEqual(substituted.provenance.sha256['rows of the stimulus file'], plain.provenance.sha256['rows of the stimulus file']);
});
