import { readdir, rename } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { errorCode } from './data-error';

let claims = 0;

/**
 * What an earlier download of `target` left, taken over so that no other download writes into it meanwhile: it is renamed
 * from NAME.part, or from the NAME.part-PROCESS-COUNT of a process that was killed, to a name of this download's own.
 *
 * @returns the path to write to; there is no file if nothing was left
 */
export async function claimPart(target: string): Promise<string> {
  const own = `${target}.part-${process.pid}-${claims++}`;
  for (const left of [`${target}.part`, ...(await abandonedParts(target))]) {
    const claimed = await rename(left, own).then(() => true, notThere);
    if (claimed) break;
  }
  return own;
}

/** Leaves what was received to the next download. */
export async function releasePart(target: string, own: string): Promise<void> {
  await rename(own, `${target}.part`).catch(notThere);
}

async function abandonedParts(target: string): Promise<readonly string[]> {
  const names = await readdir(dirname(target));
  const prefix = `${basename(target)}.part-`;
  return names
    .filter((name) => name.startsWith(prefix) && !isRunning(Number.parseInt(name.slice(prefix.length), 10)))
    .map((name) => `${dirname(target)}/${name}`);
}

function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    // EPERM: it runs, for someone else.
    return errorCode(error) === 'EPERM';
  }
}

function notThere(error: unknown): false {
  if (errorCode(error) === 'ENOENT') return false;
  throw error;
}
