import { z } from 'zod';
import { namesInPlace } from './names-in-place';

/** Says of keys that an object does not have which ones it has; everything else in zod's words. */
export const inOurWords: z.core.$ZodErrorMap = (issue) =>
  issue.code === 'unrecognized_keys' && issue.inst instanceof z.ZodObject ? `there is no ${namesInPlace(issue.keys, ' among the keys', Object.keys(issue.inst.shape))}` : undefined;

/**
 * A plain object checked against its schema, with defaults filled in.
 * @param what names the object in the error, e.g. "network definition"
 * @throws RangeError with one sentence for each wrong field: where it is and what is expected; of a key that there is not, which there are
 */
export function parseSettings<S extends z.ZodType>(schema: S, settings: unknown, what: string): z.output<S> {
  const result = schema.safeParse(settings, { error: inOurWords });
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const field = issue.path.map(String).join('.');
    return field === '' ? issue.message : `${field}: ${issue.message}`;
  });
  throw new RangeError(`The ${what} cannot be used: ${problems.join('; ')}.`);
}
