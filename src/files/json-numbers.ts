import { z } from 'zod';

/** Any number, those that are not finite too, as measurements may be: a diverged loss, an index that is undefined at chance. */
export const anyNumber = z.custom<number>((value) => typeof value === 'number', 'a number is expected');

/** JSON that keeps every number bit by bit: what JSON has no word for becomes `{"number":"NaN"}` and the like. */
export function writeJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'number' ? numberForm(part) : part), 2);
}

/** What {@link writeJson} wrote. @throws SyntaxError */
export function readJson(text: string): unknown {
  return JSON.parse(text, (_, part: unknown) => {
    if (typeof part !== 'object' || part === null || !('number' in part)) return part;
    return typeof part.number === 'string' && Object.keys(part).length === 1 ? Number(part.number) : part;
  });
}

function numberForm(number: number): unknown {
  if (Object.is(number, -0)) return { number: '-0' };
  return Number.isFinite(number) ? number : { number: String(number) };
}
