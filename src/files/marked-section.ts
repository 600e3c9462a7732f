/**
 * A text with another section between two marks, each on a line of its own.
 * @param file names the text in the error
 * @throws Error when the marks are not there exactly once, in their order
 */
export function withMarkedSection(text: string, { begin, end, file }: { readonly begin: string; readonly end: string; readonly file: string }, section: string): string {
  const [before, rest, ...more] = text.split(begin);
  const [, after, ...others] = (rest ?? '').split(end);
  if (after === undefined || more.length > 0 || others.length > 0) {
    throw new Error(`${file} must have one line "${begin}" and after it one line "${end}", between which the section goes.`);
  }
  return `${before}${begin}\n${section}\n${end}${after}`;
}
