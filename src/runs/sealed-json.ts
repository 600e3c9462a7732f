import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { readJson, writeJson } from '../files/json-numbers';
import { isSystemError, systemReason, systemRemedy } from '../files/system-error';
import { writeWhole } from '../files/write-whole';
import { parseSettings } from '../settings/parse-settings';
import { StoreError } from './store-error';

/** Before and behind the content of a file whose bytes are all accounted for: these, the content, and its checksum. */
const [OPENING, MIDDLE, CLOSING] = ['{"sha256":"', '","content":', '}\n'];
const CONTENT_START = OPENING.length + 64 + MIDDLE.length;

/**
 * Writes plain data as JSON with a checksum, `{"sha256": …, "content": …}`, all of it or nothing.
 * @param schema what {@link readSealed} will hold it to: what could not be read again is not written
 * @throws StoreError when it cannot be written; an old file is then as it was
 */
export async function writeSealed(path: string, content: unknown, schema?: z.ZodType): Promise<void> {
  const text = writeJson(content);
  if (schema) refuseUnreadable(path, text, schema);
  await writing(path, () => writeWhole(path, `${OPENING}${sha256(text)}${MIDDLE}${text}${CLOSING}`));
}

/**
 * What {@link writeSealed} wrote; undefined where there is no file.
 * @param remedy what to do when the file turns out to be bad, e.g. "delete it"
 * @throws StoreError for a file of which a single byte is not as it was written, or whose content is not as `schema` says
 */
export function readSealed<S extends z.ZodType>(path: string, schema: S, remedy: string): z.output<S> | undefined {
  const bytes = readBytes(path, remedy);
  if (bytes === undefined) return undefined;
  const content = bytes.subarray(CONTENT_START, -CLOSING.length);
  const sealed = Buffer.concat([Buffer.from(`${OPENING}${sha256(content)}${MIDDLE}`), content, Buffer.from(CLOSING)]);
  if (!sealed.equals(bytes)) throw new StoreError(path, 'is damaged (its checksum is not that of its content)', remedy);
  try {
    return parseSettings(schema, readJson(content.toString()), 'content');
  } catch (error) {
    throw new StoreError(path, `was written by another version of this program (${(error as Error).message.replace(/\.$/, '')})`, remedy, { cause: error });
  }
}

function refuseUnreadable(path: string, text: string, schema: z.ZodType): void {
  try {
    parseSettings(schema, readJson(text), 'content');
  } catch (error) {
    throw new StoreError(path, `is not written (${(error as Error).message.replace(/\.$/, '')})`, 'what is written must be readable again; correct what was handed over', { cause: error });
  }
}

/** Runs what writes a file, and says in its place why it could not. */
export async function writing(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw new StoreError(path, `could not be written (${systemReason(error)})`, `${systemRemedy(error)}; what was there before is as it was`, { cause: error });
  }
}

function readBytes(path: string, remedy: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return undefined;
    throw new StoreError(path, `cannot be read (${systemReason(error)})`, remedy, { cause: error });
  }
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
