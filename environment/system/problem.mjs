/** Something the user can mend: the message says what is wrong, where, and what to do. It is shown without a stack. */
export class Problem extends Error {}

/** What a command that is asked for --help says in place of its work. */
export class Help extends Error {}

/**
 * Causes that show in the output of npm, pip or a compiler, with the sentence that says what to do about each.
 * @type {readonly (readonly [cause: RegExp, advice: (doing: string) => string])[]}
 */
const causes = [
  [
    /ENOSPC|No space left on device|Disk quota exceeded|EDQUOT/,
    (doing) => `The disk is full (while ${doing}): free some space, then run the command again.`,
  ],
  [
    /DO NOT MATCH THE HASHES|EINTEGRITY/,
    (doing) =>
      `A downloaded file differs from its locked checksum (while ${doing}): empty the cache (npm cache clean --force; pip cache purge), then run the command again.`,
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|name resolution|NewConnectionError|ConnectTimeout|ReadTimeout|ProxyError|network is unreachable|Could not resolve|Temporary failure resolving/i,
    (doing) =>
      `The network or the package registry could not be reached (while ${doing}): check the connection and proxy settings, then run the command again; it goes on where it stopped.`,
  ],
  [
    /EACCES|EPERM|EROFS|Permission denied|Read-only file system/,
    (doing) => `A file could not be written (while ${doing}): make sure that the project's folder belongs to you, then run the command again.`,
  ],
  [
    /ENOTDIR|EEXIST|EISDIR/,
    (doing) => `A file is where a folder should be, or the other way round (while ${doing}): move .environment away, then run the command again.`,
  ],
];

/**
 * The problem behind a failure, judged by what was printed.
 * @param {string} output what the failing tool or error said
 * @param {string} doing what was being done, as it follows "while"
 * @param {string} [details] where all of the output can be read
 * @returns {Problem}
 */
export function problemFrom(output, doing, details) {
  const where = details === undefined ? '' : ` Details: ${details}`;
  for (const [cause, advice] of causes) {
    if (cause.test(output)) return new Problem(advice(doing) + where);
  }
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const telling = lines.findLast((line) => /error|fail/i.test(line)) ?? lines.at(-1) ?? 'no output';
  return new Problem(`Something failed while ${doing}: ${telling.trim().replace(/\.$/, '')}.${where}`);
}
