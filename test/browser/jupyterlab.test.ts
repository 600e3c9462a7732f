import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { findBrowser, openBrowser, picture, watchConsole } from './browser';
import { atPreset, type Lab, missingLab, notebookOf, root, startLab } from './lab';
import { NotebookPage } from './notebook-page';

const executable = findBrowser();
const skip = executable === undefined ? 'No Chrome or Chromium is installed; CHROMIUM may name one.' : (missingLab() ?? false);

const hostile = '<img src="x" onerror="window.hostile = true">';
const host = `const host = (globalThis as any)[Symbol.for('iterative-resnets.kernel')];`;
const displays = notebookOf(
  `${host}
host.publish({ 'application/vnd.plotly.v1+json': { data: [{ type: 'scatter', x: [1, 2, 3], y: [3, 1, 2] }, { type: 'bar', x: [1, 2], y: [1, 2] }], layout: { title: { text: 'two traces' } } }, 'text/plain': 'a figure' });`,
  `import * as aq from 'arquero'; const evil = ${JSON.stringify(hostile)}; aq.table({ [evil]: [evil, 'plain'], n: [1, 2] })`,
  `for (let i = 0; ; i++) {
  host.publish({ 'text/plain': 'step ' + i, 'text/html': '<i>step ' + i + '</i>' }, { displayId: 'progress', update: i > 0 });
  await new Promise((r) => setTimeout(r, 100));
  host.interruptSignal.throwIfAborted();
}`,
);

/** Everything that notebooks show, with names from data that would run if they were taken for markup. */
const named = notebookOf(
  `import { figures, progress, show } from '../src';
import * as aq from 'arquero';
const names = ${JSON.stringify([hostile, '<script>window.hostile = true</script>', '"><svg onload="window.hostile = true">', '</style><script>window.hostile = true</script>', '<a href="javascript:window.hostile = true">a</a>'])};
const table = aq.table({ name: names, [names[0]!]: names.map((_, i) => i) });
await show(table);
await show(figures.scatter(table, { x: 'name', y: names[0]!, by: 'name', title: names[0]! }));
const line = progress(1, names[1]!);
line.update(0.5, names[2]!);
line.stop(names[3]!);
names`,
);

describe('in JupyterLab', { skip, timeout: 600_000 }, () => {
  let lab: Lab;
  let browser: Browser;

  before(async () => {
    const notebooks: Record<string, string> = { 'displays.ipynb': displays, 'named.ipynb': named };
    if (existsSync(join(root, 'notebooks', 'mnist.ipynb'))) notebooks['mnist.ipynb'] = atPreset('mnist.ipynb', 'smoke');
    [lab, browser] = await Promise.all([startLab(notebooks), openBrowser(executable!)]);
  });
  after(async () => {
    await browser.close();
    await lab.stop();
  });

  /** Opens a notebook, does what is to be seen there, and keeps a picture of how it ended. */
  async function look(notebook: string, see: (opened: NotebookPage, page: Page) => Promise<void>): Promise<void> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
    const complaints = watchConsole(page);
    try {
      await see(await NotebookPage.open(page, lab.address(`${notebook}.ipynb`)), page);
      assert.deepEqual(complaints, [], 'the console complains');
    } finally {
      await picture(page, notebook);
      await page.close();
    }
  }

  it('shows figures, tables and progress, no live markup from data, and a way to interrupt', () =>
    look('displays', async (opened, page) => {
      await opened.runAll();

      const states = await opened.states(/^step \d+$/, (seen) => seen.length === 5, 60_000);
      assert.equal(states.length, 5, `progress was seen in ${states.length} states`);
      await opened.interrupt();
      await opened.shows('KeyboardInterrupt: interrupted');
      await opened.idle(10_000);

      const figure = page.locator('.js-plotly-plot');
      await figure.scrollIntoViewIfNeeded();
      assert.equal(await figure.locator('.scatterlayer .trace').count(), 1);
      assert.equal(await figure.locator('.barlayer .trace .point').count(), 2);

      const table = page.locator('.jp-OutputArea-output table');
      assert.deepEqual(await table.locator('th').allInnerTexts(), [hostile, 'n']);
      assert.deepEqual(await table.locator('td').allInnerTexts(), [hostile, '1', 'plain', '2']);
      assert.equal(await table.locator('img').count(), 0);
      assert.equal(await page.evaluate('window.hostile'), undefined);
    }));

  it('shows names that look like markup as names, in tables, figures and progress', () =>
    look('named', async (opened, page) => {
      await opened.runAll();
      await opened.shows(/^Stopped after 0 of 1/, 120_000);
      await opened.idle(60_000);
      await page.locator('.js-plotly-plot .main-svg').first().waitFor();
      const outputs = page.locator('.jp-OutputArea-output');
      assert.ok((await outputs.locator('td').allInnerTexts()).includes(hostile));
      // JupyterLab's figures have an empty, hidden picture of their own.
      const alive = outputs.locator('script, img:not(.plot-img), iframe, [onerror], [onload], a[href^="javascript"]');
      assert.deepEqual(await alive.evaluateAll((elements) => elements.map((element) => (element as { outerHTML: string }).outerHTML)), []);
      assert.equal(await page.evaluate('window.hostile'), undefined);
    }));

  it('runs the MNIST notebook, with progress while it trains', () =>
    look('mnist', async (opened, page) => {
      await opened.runAll();
      const trained = async () => (await page.locator('.jp-OutputArea-output', { hasText: /^\d+ networks trained and measured in/ }).count()) > 0;
      const states = await opened.states(/networks trained/, trained, 240_000);
      assert.ok(states.length >= 5, `progress was seen in ${states.length} states: ${states.join(' | ')}`);
      assert.ok(states.some((state) => /about .* to go/.test(state)), 'time to go was seen');
      await opened.idle(120_000);

      let drawn = 0;
      let tables = 0;
      for await (const cell of opened.cells()) {
        tables += await cell.locator('.jp-OutputArea-output table').count();
        const figures = cell.locator('.js-plotly-plot');
        for (let place = 0; place < (await figures.count()); place++) {
          const figure = figures.nth(place);
          await figure.scrollIntoViewIfNeeded();
          await figure.locator('.main-svg').first().waitFor();
          assert.ok((await figure.locator('.trace, .imagelayer image').count()) > 0, `figure ${drawn + 1} is empty`);
          drawn++;
          await picture(page, `mnist-figure-${drawn}`);
        }
      }
      await opened.save();
      const outputs = lab.saved('mnist.ipynb').cells.flatMap((cell) => cell.outputs ?? []);
      assert.deepEqual(outputs.filter(({ output_type }) => output_type === 'error'), []);
      const figures = outputs.filter(({ data }) => data?.['application/vnd.plotly.v1+json'] !== undefined);
      assert.ok(figures.length >= 5, `${figures.length} figures`);
      assert.equal(drawn, figures.length, 'every figure of the notebook is drawn');
      assert.ok(tables >= 3, `${tables} tables are shown`);
    }));
});
