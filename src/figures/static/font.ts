import { dirname, join } from 'node:path';

/**
 * Arimo, free (OFL) and of Arial's metrics: a static figure measured with it keeps its layout in any viewer that has
 * Arial, Helvetica or Liberation Sans, and the machine that draws it needs no fonts.
 */
export const fontFamily = 'Arimo';

const folder = dirname(require.resolve('@expo-google-fonts/arimo/package.json'));
const file = (style: string): string => join(folder, style, `Arimo_${style}.ttf`);

export const fontFiles = {
  regular: file('400Regular'),
  italic: file('400Regular_Italic'),
  bold: file('700Bold'),
  boldItalic: file('700Bold_Italic'),
} as const;
export type FontStyle = keyof typeof fontFiles;

/** Height above and depth below the baseline, in units of the font size (hhea table of the font). */
export const ascent = 0.905;
export const descent = 0.212;
