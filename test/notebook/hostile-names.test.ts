import assert from 'node:assert/strict';
import { test } from 'node:test';
import { from } from 'arquero';
import { JSDOM } from 'jsdom';
import { claimLedger } from '../../src/figures/claims/claim-ledger';
import { describe as describeFigure } from '../../src/figures/display-bundle';
import { exampleImages } from '../../src/figures/example-images';
import type { Figure } from '../../src/figures/figure';
import { flippedImages } from '../../src/ideas/block-drop/flipped-images';
import { scatter } from '../../src/figures/scatter';
import { drawSvg } from '../../src/figures/static/draw';
import { progress } from '../../src/notebook/progress';
import { tableBundle } from '../../src/notebook/table-bundle';
import { evidence } from '../../src/claims/evidence';
import { flipKind } from '../../src/tables/image-tables';
import { withFakeKernel } from './fake-kernel';

/** Names that become live markup where they are not escaped, in text, in an attribute, or behind the end of a style or script. */
const HOSTILE = [
  '<script>globalThis.hostile = 1</script>',
  '<img src="x" onerror="globalThis.hostile = 1">',
  '"><svg onload="globalThis.hostile = 1">',
  "' onmouseover='globalThis.hostile = 1",
  '</style><script>globalThis.hostile = 1</script>',
  '<a href="javascript:globalThis.hostile = 1">name</a>',
  '<b onclick="globalThis.hostile = 1">name</b>',
];

/** What of a document is alive: elements that run or load, handlers, addresses that run. Plotly's own pictures are data addresses. */
function alive(document: Document): string[] {
  return [...document.querySelectorAll('*')].flatMap((element) => {
    const { localName, attributes } = element;
    const handlers = [...attributes].filter(({ name, value }) => /^on/i.test(name) || (/href$/i.test(name) && /^\s*javascript:/i.test(value)));
    const runs = ['script', 'img', 'iframe', 'object', 'embed', 'foreignobject'].includes(localName.toLowerCase());
    return runs || handlers.length > 0 ? [element.outerHTML.slice(0, 200)] : [];
  });
}

const html = (text: string): Document => new JSDOM(`<body>${text}</body>`).window.document;

test('tables show hostile names and values as text', () => {
  for (const name of HOSTILE) {
    const document = html(String(tableBundle(from([{ [name]: name, n: 1 }, { [name]: null, n: 2 }]))['text/html']));
    assert.deepEqual(alive(document), [], name);
    assert.equal(document.querySelector('th')!.textContent, name);
    assert.equal(document.querySelector('td')!.textContent, name);
  }
});

test('lines of progress show hostile notes and reasons as text', () =>
  withFakeKernel((published) => {
    for (const name of HOSTILE) {
      const line = progress(2, name);
      line.update(1, name);
      line.stop(name);
    }
    assert.equal(published.length, 2 * HOSTILE.length);
    for (const { data } of published) assert.deepEqual(alive(html(String(data['text/html']))), []);
  }));

test('figures draw hostile names as text, or not at all', async () => {
  const set = { images: new Uint8Array(4 * HOSTILE.length), labels: Uint8Array.from(HOSTILE.keys()), size: HOSTILE.length, shape: [2, 2, 1] } as const;
  const flips = flipKind.table(
    HOSTILE.map((name, image) => ({ run: HOSTILE[0]!, experiment: name, preset: name, task: name, variant: name, normalization: 'batch', coupling: 0, lipschitz: null, seed: 1, image, stage: 1, block: 1, to: 'right' })),
  );
  const ledger = evidence.table(
    HOSTILE.map((name) => ({
      claim: 'L1', experiment: name, preset: name, task: name, networks: name, statement: name, statistic: name, unit: '', primary: true, over: 'seeds', n: 2, leftOut: 0, effect: 1, bySeed: '0 2', lower: 0, upper: 2, atLeast: 0, atMost: 2, pAgainst: 1, seedsToDecide: null, rule: name, verdict: 'supported', idle: false, runs: name,
    })),
  );
  const figures: Figure[] = [
    exampleImages(set, HOSTILE, 1),
    flippedImages(flips, set, HOSTILE),
    claimLedger(ledger, ['L1']),
    scatter(from(HOSTILE.map((name, y) => ({ name, y }))), { x: 'name', y: 'y', by: 'name', title: HOSTILE[1]! }),
  ];
  for (const figure of figures) {
    const svg = await drawSvg(figure);
    assert.deepEqual(alive(html(svg)), [], figure.name);
    assert.ok(!/<(script|img)/i.test(describeFigure(figure)));
    assert.match(figure.name, /^[A-Za-z0-9-]+$/);
  }
});
