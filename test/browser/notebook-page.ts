import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';

/** A notebook that is open in JupyterLab. */
export class NotebookPage {
  constructor(readonly page: Page) {}

  /** Opens a notebook and waits for its kernel. */
  static async open(page: Page, address: string): Promise<NotebookPage> {
    await page.goto(address);
    await page.locator('.jp-Notebook').waitFor({ timeout: 60_000 });
    const opened = new NotebookPage(page);
    await opened.idle(60_000);
    return opened;
  }

  async runAll(): Promise<void> {
    await this.page.getByRole('menuitem', { name: 'Run', exact: true }).click();
    await this.page.getByRole('menuitem', { name: 'Run All Cells', exact: true }).click();
  }

  /** As the button in the notebook's tool bar does. */
  async interrupt(): Promise<void> {
    await this.page.locator('.jp-NotebookPanel-toolbar [data-command="kernel:interrupt-kernel"], jp-button[title^="Interrupt the kernel"]').first().click();
  }

  /** Waits until the kernel has nothing to do. */
  async idle(timeout: number): Promise<void> {
    await this.page.locator('#jp-main-statusbar').getByText('TypeScript (tslab, iterative-resnets) | Idle').waitFor({ timeout });
  }

  /** Waits until some output contains a text. */
  async shows(text: string | RegExp, timeout = 30_000): Promise<void> {
    await this.page.locator('.jp-OutputArea-output', { hasText: text }).first().waitFor({ timeout });
  }

  /** Successive states of the first output that matches, until they suffice or the time is over. */
  async states(pattern: RegExp, until: (seen: readonly string[]) => boolean | Promise<boolean>, milliseconds: number): Promise<string[]> {
    const output = this.page.locator('.jp-OutputArea-output', { hasText: pattern }).first();
    const seen: string[] = [];
    const deadline = Date.now() + milliseconds;
    while (Date.now() < deadline && !(await until(seen))) {
      const text = (await output.count()) > 0 ? await output.innerText().catch(() => '') : '';
      if (text !== '' && text !== seen.at(-1)) seen.push(text);
      await sleep(50);
    }
    return seen;
  }

  /** Saves the notebook and waits until that is done. */
  async save(): Promise<void> {
    await this.page.getByRole('menuitem', { name: 'File', exact: true }).click();
    await this.page.getByRole('menuitem', { name: /^Save Notebook/ }).first().click();
    await this.page.locator('.lm-TabBar-tab.jp-mod-current:not(.jp-mod-dirty)').first().waitFor();
  }

  /** Each code cell, brought into view, where JupyterLab draws what it leaves out elsewhere. */
  async *cells(): AsyncGenerator<Locator> {
    const cells = this.page.locator('.jp-Notebook .jp-CodeCell');
    for (let index = 0; index < (await cells.count()); index++) {
      const cell = cells.nth(index);
      await cell.scrollIntoViewIfNeeded();
      yield cell;
    }
  }
}
