/**
 * What was found and, where it is wrong, how to mend it.
 * @typedef {{ found: string, mend?: string }} Finding
 */

/** What mends most. */
export const setItUp = 'run `npm run set-up`';

/**
 * What a section finds; a project that lacks files of its own must not silence the doctor.
 * @param {string} section
 * @param {() => Finding[]} look
 * @returns {Finding[]}
 */
export function findings(section, look) {
  try {
    return look();
  } catch (error) {
    const found = `${section}: ${error instanceof Error ? error.message : String(error)}`;
    return [{ found, mend: "restore the project's files (git status shows what is missing) or correct the setting that is named" }];
  }
}
