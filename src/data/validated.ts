import type { z } from 'zod';

/**
 * The value, checked by a schema.
 *
 * @param what - begins the error's sentence, e.g. "The batch settings"
 * @throws RangeError that names the first wrong field
 */
export function validated<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.length ? ` in "${issue.path.join('.')}"` : '';
  throw new RangeError(`${what} cannot be used: ${issue?.message ?? result.error.message}${field}.`);
}
