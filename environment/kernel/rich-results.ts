import { inspect, types } from 'node:util';
import { isTable, tableToHTML, tableToText } from './table-view';

/** Representations of one value by MIME type. */
export type MimeBundle = Record<string, unknown>;

/** The method by which an object says how it is shown. */
const DISPLAY = Symbol.for('Jupyter.display');

/**
 * How the value of a cell's last expression is shown: as it says itself, as a table, or as Node's console would.
 *
 * @throws TypeError where a `Symbol.for('Jupyter.display')` method returns no bundle
 */
export async function mimeBundle(value: unknown): Promise<MimeBundle> {
  const display = isObject(value) ? value[DISPLAY] : undefined;
  if (typeof display === 'function') {
    const bundle: unknown = await display.call(value);
    if (!isObject(bundle)) throw new TypeError(`The Jupyter.display method must return a MIME bundle, but returned ${inspect(bundle)}.`);
    return encodeBinary(bundle);
  }
  if (isTable(value)) return { 'text/html': tableToHTML(value), 'text/plain': tableToText(value) };
  // Node 20 would list what it notes on every promise to know whose work it is.
  if (types.isPromise(value)) return { 'text/plain': 'Promise: write `await` before it to wait for its value.' };
  return { 'text/plain': typeof value === 'string' ? value : inspect(value) };
}

/** The same bundle with binary representations in base64, as the protocol wants them. */
export function encodeBinary(bundle: Readonly<Record<string, unknown>>): MimeBundle {
  const encode = (data: unknown) => (data instanceof Uint8Array ? Buffer.from(data).toString('base64') : data);
  return Object.fromEntries(Object.entries(bundle).map(([type, data]) => [type, encode(data)]));
}

/** Of a bundle: its line of text is the alternative text of its pictures, where Jupyter's tools look for it (nbconvert's classic template does). */
export function alternativeTexts(bundle: Readonly<Record<string, unknown>>): Record<string, { readonly alt: string }> {
  const alt = bundle['text/plain'];
  const pictures = Object.keys(bundle).filter((type) => type === 'image/png' || type === 'image/jpeg');
  return typeof alt === 'string' ? Object.fromEntries(pictures.map((type) => [type, { alt }])) : {};
}

function isObject(value: unknown): value is Record<PropertyKey, unknown> {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
