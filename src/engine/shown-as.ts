import { inspect } from 'node:util';

/** An object that a console, or a notebook's cell, shows as some words in place of its insides. */
export function shownAs<T extends object>(object: T, words: () => string): T {
  return Object.defineProperty(object, inspect.custom, { value: words, enumerable: false });
}
