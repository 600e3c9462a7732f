/** Node's hooks by which a script is a module whatever its folder's package.json says, so that it may await outside of functions when it is named `.ts` too. */

/**
 * @param {string} specifier
 * @param {{ parentURL?: string }} context
 * @param {(specifier: string, context: object) => Promise<{ url: string, format?: string | null }>} next
 */
export async function resolve(specifier, context, next) {
  const found = await next(specifier, context);
  // What nobody imports is the script itself.
  return context.parentURL === undefined && new URL(found.url).pathname.endsWith('.ts') ? { ...found, format: 'module' } : found;
}
