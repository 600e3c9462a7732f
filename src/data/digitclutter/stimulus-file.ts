import { CANVAS, type Character, type Colour, type Stimulus } from './stimulus';

/** A stimulus file that cannot be read or drawn: row and field, what is wrong, and what to do. */
export class StimulusError extends Error {
  override readonly name = 'StimulusError';

  /**
   * @param row from 1
   * @param field from 1, as in the file
   */
  constructor(
    readonly row: number,
    readonly field: number,
    what: string,
    problem: string,
  ) {
    super(`Row ${row}, field ${field} (${what}) ${problem}.`);
  }
}

/** Fields before the characters', and of each character. */
const [HEAD, PER_CHARACTER] = [5, 16];

/** One field on its way to a value. */
interface Field {
  readonly text: string;
  readonly fail: (problem: string) => never;
}

/**
 * Reads the authors' stimulus file: a row an image, fields separated by commas, those that hold one between | and |, without a header:
 * path without extension, composition, number of characters, width and height of the canvas, then 16 fields for each character.
 * @throws StimulusError
 */
export function readStimuli(text: string): Stimulus[] {
  const lines = text.split(/\r?\n/);
  if (lines[lines.length - 1] === '') lines.pop();
  return lines.map((line, i) => readRow(line, i + 1));
}

function readRow(line: string, row: number): Stimulus {
  const texts = fieldsOf(line, row);
  /** The next field. @param what of which character */
  let place = 0;
  const next = (what: string): Field => {
    const field = ++place;
    const fail = (problem: string): never => {
      throw new StimulusError(row, field, what, problem);
    };
    return { text: texts[field - 1] ?? fail(`is missing: the row ends after ${texts.length} fields`), fail };
  };
  const path = next('path').text;
  const composition = next('composition');
  if (composition.text !== 'occlusion') composition.fail(`is "${composition.text}", but the only composition is "occlusion"`);
  const count = numberOf(next('number of characters'), 1, 10, true);
  const [width, height] = [numberOf(next('width of the canvas'), 1, 1e5, true), numberOf(next('height of the canvas'), 1, 1e5, true)];
  const characters = Array.from({ length: count }, (_, i) => readCharacter((what) => next(`${what} of character ${i + 1}`)));
  const expected = HEAD + PER_CHARACTER * count;
  if (texts.length > expected) throw new StimulusError(row, expected + 1, 'behind the last character', `is one too many: ${count} characters need ${expected} fields`);
  return { path, width, height, characters };
}

function readCharacter(next: (what: string) => Field): Character {
  const number = (what: string, least: number, most: number): number => numberOf(next(what), least, most, false);
  const colour = (what: string): Colour => [
    number(`red of the ${what}`, 0, 255),
    number(`green of the ${what}`, 0, 255),
    number(`blue of the ${what}`, 0, 255),
    number(`opacity of the ${what}`, 0, 1),
  ];
  return {
    identity: numberOf(next('digit'), 0, 9, true),
    xOffset: number('x-offset', -10, 10),
    yOffset: number('y-offset', -10, 10),
    xScale: number('x-scale', 0.01, 100),
    yScale: number('y-scale', 0.01, 100),
    font: next('font').text,
    fontSize: number('font size', 1, 10_000),
    face: colour('face'),
    edge: colour('edge'),
    lineWidth: number('line width', 0, 1000),
  };
}

function numberOf({ text, fail }: Field, least: number, most: number, whole: boolean): number {
  const value = /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(text) ? Number(text) : fail(`is "${text}", not a number`);
  if (whole && !Number.isInteger(value)) fail(`is ${text}, not a whole number`);
  if (value < least || value > most) fail(`is ${text}, but must lie between ${least} and ${most}`);
  return value;
}

/** The fields of a row; within | and | two | stand for one. */
function fieldsOf(line: string, row: number): string[] {
  const fields: string[] = [];
  for (let at = 0; ; at++) {
    const [whole, quoted] = /^(?:\|((?:[^|]|\|\|)*)\|(?=,|$)|[^,|]*(?=,|$))/.exec(line.slice(at)) ?? [];
    if (whole === undefined) throw new StimulusError(row, fields.length + 1, 'text', 'has a | that no other one closes at the field’s end');
    fields.push(quoted === undefined ? whole : quoted.replace(/\|\|/g, '|'));
    at += whole.length;
    if (at === line.length) return fields;
  }
}

/** Writes a stimulus file as {@link readStimuli} reads it. @throws RangeError for a path that breaks its line */
export function writeStimuli(stimuli: readonly Stimulus[]): string {
  return stimuli
    .map(({ path, width, height, characters }) => {
      if (/[\r\n]/.test(path)) throw new RangeError(`The path ${JSON.stringify(path)} holds a line break: use another name.`);
      const fields = [path, 'occlusion', characters.length, width, height, ...characters.flatMap(fieldsOfCharacter)];
      return `${fields.map(quoted).join(',')}\n`;
    })
    .join('');
}

function fieldsOfCharacter({ identity, xOffset, yOffset, xScale, yScale, font, fontSize, face, edge, lineWidth }: Character): (string | number)[] {
  return [identity, xOffset, yOffset, xScale, yScale, font, fontSize, ...face, ...edge, lineWidth];
}

function quoted(field: string | number): string {
  const text = String(field);
  return /[,|]/.test(text) ? `|${text.replace(/\|/g, '||')}|` : text;
}

/**
 * Refuses what the project's generator cannot draw as the file says: other fonts than the one that it has a free copy of, and other canvases.
 * @param row from 1
 * @param substitute fonts for which that one may stand
 * @throws StimulusError
 */
export function refuseUndrawable({ width, height, characters }: Stimulus, row: number, substitute: readonly string[]): void {
  if (width !== CANVAS || height !== CANVAS) {
    throw new StimulusError(row, 4, 'canvas', `is ${width} × ${height} pixels, but only canvases of ${CANVAS} × ${CANVAS} are drawn`);
  }
  const drawn = ['helvetica-bold', ...substitute].map((name) => name.toLowerCase());
  characters.forEach(({ font }, i) => {
    if (drawn.includes(font.toLowerCase())) return;
    const field = HEAD + PER_CHARACTER * i + 6;
    throw new StimulusError(row, field, `font of character ${i + 1}`, `is ${JSON.stringify(font)}, but only "helvetica-bold" is drawn (in TeX Gyre Heros Bold): if its shapes will do, name it with the option substitute`);
  });
}
