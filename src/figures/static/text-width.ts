import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import { fontFiles, type FontStyle } from './font';

/**
 * Text is measured at the font's own resolution, where hinting plays no part, and scaled: the same on every machine.
 */
const unitsPerEm = 2048;

let context: SKRSContext2D | undefined;

/** Family names of our own, so that no font of the machine is measured instead. */
const measuredFamily = (style: FontStyle): string => `figure ${style}`;

function measuringContext(): SKRSContext2D {
  if (context) return context;
  for (const [style, file] of Object.entries(fontFiles)) {
    if (!GlobalFonts.registerFromPath(file, measuredFamily(style as FontStyle))) {
      throw new Error(`The figures' font cannot be read from ${file}; run "npm ci" to restore it.`);
    }
  }
  context = createCanvas(1, 1).getContext('2d');
  return context;
}

/** Width in pixels of one line of text at a font size in pixels. */
export function textWidth(text: string, size: number, style: FontStyle): number {
  const measuring = measuringContext();
  measuring.font = `${unitsPerEm}px "${measuredFamily(style)}"`;
  return (measuring.measureText(text).width * size) / unitsPerEm;
}
