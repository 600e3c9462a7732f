import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JSDOM } from 'jsdom';
import { ascent, descent } from '../../src/figures/static/font';
import { boxOf, textLength } from '../../src/figures/static/svg-boxes';
import { textWidth } from '../../src/figures/static/text-width';

function svg(markup: string): Element {
  const { document } = new JSDOM(`<svg xmlns="http://www.w3.org/2000/svg">${markup}</svg>`).window;
  return document.querySelector('svg')!.firstElementChild!;
}

function assertBox(markup: string, left: number, top: number, right: number, bottom: number): void {
  const box = boxOf(svg(markup));
  for (const [actual, expected] of [
    [box.left, left],
    [box.top, top],
    [box.right, right],
    [box.bottom, bottom],
  ] as const) {
    assert.ok(Math.abs(actual - expected) < 1e-6, `${JSON.stringify(box)} is not ${[left, top, right, bottom].join(', ')}`);
  }
}

test('widths are the advances of the font file', () => {
  // Advance widths of Arimo Regular and Bold, in units of 1/2048 em (fontTools 4: TTFont(file)['hmtx'][glyph]).
  const advances = { regular: { i: 455, A: 1366, λ: 1024, '0': 1139 }, bold: { i: 569, A: 1479, λ: 1139, '0': 1139 } };
  for (const style of ['regular', 'bold'] as const) {
    for (const [glyph, advance] of Object.entries(advances[style])) {
      assert.ok(
        Math.abs(textWidth(glyph, 20.48, style) - advance / 100) < 0.006,
        `${glyph} ${style} ${textWidth(glyph, 20.48, style)}`,
      );
    }
  }
});

test('width is proportional to size', () => {
  assert.ok(Math.abs(textWidth('Recurrence Index', 26, 'regular') - 2 * textWidth('Recurrence Index', 13, 'regular')) < 1e-9);
});

test('text lies about its baseline, by its anchor', () => {
  const width = textWidth('abc', 10, 'regular');
  assertBox('<text x="5" y="20" style="font-size: 10px">abc</text>', 5, 20 - 10 * ascent, 5 + width, 20 + 10 * descent);
  assertBox('<text x="5" y="20" font-size="10" text-anchor="end">abc</text>', 5 - width, 20 - 10 * ascent, 5, 20 + 10 * descent);
  assertBox(
    '<g style="font-size: 10px; text-anchor: middle"><text x="5" y="20">abc</text></g>',
    5 - width / 2,
    20 - 10 * ascent,
    5 + width / 2,
    20 + 10 * descent,
  );
});

test('lines of text: the longest is the width, the last the depth', () => {
  const text =
    '<text y="0" style="font-size: 10px"><tspan class="line" dy="0em">a</tspan><tspan class="line" dy="1.3em">abcd</tspan></text>';
  assert.equal(textLength(svg(text)), textWidth('abcd', 10, 'regular'));
  assertBox(text, 0, -10 * ascent, textWidth('abcd', 10, 'regular'), 13 + 10 * descent);
});

test('bold and small pieces are measured as such', () => {
  const text = svg(
    '<text style="font-size: 10px">n<tspan style="font-weight:bold">t</tspan><tspan style="font-size:70%">0</tspan></text>',
  );
  assert.ok(
    Math.abs(textLength(text) - textWidth('n', 10, 'regular') - textWidth('t', 10, 'bold') - textWidth('0', 7, 'regular')) < 1e-9,
  );
});

test('no text has no box', () => assertBox('<text x="5" y="20"></text>', 0, 0, 0, 0));

test('shapes', () => {
  assertBox('<rect x="1" y="2" width="3" height="4"/>', 1, 2, 4, 6);
  assertBox('<circle cx="5" cy="6" r="2"/>', 3, 4, 7, 8);
  assertBox('<path d="M10,20L30,5H40V50Z"/>', 10, 5, 40, 50);
  assertBox('<path d="M10,20l5,-5h10v7"/>', 10, 15, 25, 22);
  assertBox('<path d="M3,0A3,3 0 1,1 0,-3A3,3 0 0,1 3,0Z"/>', 0, -3, 3, 0);
});

test('groups join what is visible in them, moved, scaled and turned', () => {
  const square = '<rect x="0" y="0" width="2" height="2"';
  assertBox(`<g><defs><rect width="99" height="99"/></defs>${square}/>${square} transform="translate(10, 5)"/></g>`, 0, 0, 12, 7);
  assertBox(`<g>${square} transform="scale(2)"/></g>`, 0, 0, 4, 4);
  assertBox(`<g>${square} transform="translate(10,0) scale(2,3)"/></g>`, 10, 0, 14, 6);
  assertBox('<g><rect x="0" y="0" width="4" height="1" transform="rotate(-90,0,0)"/></g>', 0, -4, 1, 0);
  assertBox('<g><rect x="10" y="10" width="4" height="1" transform="rotate(90,10,10)"/></g>', 9, 10, 10, 14);
  assertBox('<g></g>', 0, 0, 0, 0);
});
