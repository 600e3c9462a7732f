import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import type { Figure } from '../../src/figures/figure';
import { drawSvg } from '../../src/figures/static/draw';

const folder = join(__dirname, 'snapshots');

/**
 * Compares a figure's SVG, whose numbers have 3 decimals, with the committed one. A changed one is written beside it
 * as `NAME-changed.svg`, to be looked at. `UPDATE_SNAPSHOTS=1` takes the figures as they are now.
 */
export async function assertSnapshot(figure: Figure, name = figure.name): Promise<void> {
  const expected = join(folder, `${name}.svg`);
  const changed = join(folder, `${name}-changed.svg`);
  const svg = comparable(await drawSvg(figure));
  if (process.env.UPDATE_SNAPSHOTS === '1') {
    writeFileSync(expected, svg);
    rmSync(changed, { force: true });
    return;
  }
  if (existsSync(expected) && readFileSync(expected, 'utf8') === svg) {
    rmSync(changed, { force: true });
    return;
  }
  writeFileSync(changed, svg);
  assert.fail(
    `The figure ${name} is not as ${expected}; compare it with ${changed}, and if it is right run the tests with UPDATE_SNAPSHOTS=1.`,
  );
}

/** One element a line; embedded images by their pixels, for compression differs between versions of zlib. */
function comparable(svg: string): string {
  const embedded = /data:image\/png;base64,([A-Za-z0-9+/=]+)/g;
  const byPixels = svg.replace(embedded, (_, data: string) => `pixels-${pixelHash(Buffer.from(data, 'base64'))}`);
  return `${byPixels.replaceAll('><', '>\n<')}\n`;
}

/** SHA-256 of a PNG's header and uncompressed rows. */
function pixelHash(png: Buffer): string {
  const hash = createHash('sha256');
  const compressed: Buffer[] = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') hash.update(data);
    if (type === 'IDAT') compressed.push(data);
    at += length + 12;
  }
  return hash
    .update(inflateSync(Buffer.concat(compressed)))
    .digest('hex')
    .slice(0, 16);
}
