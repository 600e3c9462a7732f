import type { z } from 'zod';

/**
 * A plain object checked against its schema, with defaults filled in.
 * @param what names the object in the error, e.g. "network definition"
 * @throws RangeError with one sentence for each wrong field: where it is and what is expected
 */
export function parseSettings<S extends z.ZodType>(schema: S, settings: unknown, what: string): z.output<S> {
  const result = schema.safeParse(settings);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const field = issue.path.map(String).join('.');
    return field === '' ? issue.message : `${field}: ${issue.message}`;
  });
  throw new RangeError(`The ${what} cannot be used: ${problems.join('; ')}.`);
}
