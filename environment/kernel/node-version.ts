/**
 * What is wrong with a version of Node for this kernel, as one sentence, or undefined.
 *
 * The kernel loads ES modules by `require` (arquero is one), which Node does without a flag from 20.19 in the 20 line
 * and from 22.12 on.
 */
export function unsupportedNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const supported = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 23;
  return supported
    ? undefined
    : `The kernel needs Node 20.19 or later of the 20 line, or 22.12 and newer, but was started with Node ${version}: ` +
        'install one (https://nodejs.org) and run the set-up again.';
}
