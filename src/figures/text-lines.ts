import type { FontStyle } from './static/font';
import { textWidth } from './static/text-width';

/** Viewers without the figures' font show wider ones. */
const SLACK = 1.06;
/** Not within `n = 2`. */
const BETWEEN_WORDS = /(?<!=)(?<!= [\d,–]+) (?!=)/;

/** Text as plotly takes it, in lines (`<br>`) that are no wider than so many pixels; a word that is wider stands alone. */
export function inLines(text: string, width: number, size: number, style: FontStyle = 'regular'): string {
  const fits = (line: string): boolean => SLACK * textWidth(plain(line), size, style) <= width;
  const lines: string[] = [];
  for (const part of text.split('<br>')) {
    let line = '';
    for (const word of part.split(BETWEEN_WORDS)) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (line === '' || fits(longer)) line = longer;
      else {
        lines.push(line);
        line = word;
      }
    }
    lines.push(line);
  }
  return lines.join('<br>');
}

export const lineCount = (text: string): number => text.split('<br>').length;

/** Line and symbol of an entry, with the gaps around them. */
const ENTRY = 45;

/** How many rows plotly's horizontal legend takes for entries of these names. @param width of the panels together, which rows do not exceed wherever the legend stands */
export function legendRows(names: readonly string[], width: number): number {
  let rows = 0;
  let left = 0;
  for (const name of names) {
    const own = ENTRY + textWidth(plain(name), 12, 'regular');
    if (rows === 0 || own > left) {
      rows += 1;
      left = width;
    }
    left -= own;
  }
  return rows;
}

/** Between a label and its axis: tick and gap, and as much at the other end. */
const BESIDE_LABEL = 20;

/** Room, in pixels, that labels beside an axis take, those in bold letters too. @param least that it is given at any rate */
export function widthOfLabels(labels: readonly string[], least: number): number {
  return Math.ceil(Math.max(least, BESIDE_LABEL + SLACK * Math.max(0, ...labels.map((label) => textWidth(plain(label), 12, 'bold')))));
}

const plain = (text: string): string => text.replace(/<[^>]+>/g, '');
