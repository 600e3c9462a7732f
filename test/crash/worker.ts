/**
 * Trains runs for its parent, one at a time, and says where it is.
 * @module
 */
import { PROTOCOLS } from '../../src/ideas/protocols';
import { startEngine } from '../../src/engine/engine';
import type { Run } from '../../src/runs/run';
import { openStore } from '../../src/runs/run-store';
import { trainRun } from '../../src/runs/train-run';
import { loadTask } from '../../src/data/task';

/** What the parent asks for. */
export interface Order {
  readonly store: string;
  readonly run: Run;
}

/** ready: the next order can come; stepped: the order's first step is done; ended: how it went. */
export type Said = { readonly kind: 'ready' | 'stepped' } | { readonly kind: 'ended'; readonly outcome: string };

function say(said: Said): void {
  if (process.connected) process.send!(said);
}

async function main(): Promise<void> {
  const engine = await startEngine();
  await loadTask('mnist', 1, 1);
  process.on('message', ({ store, run }: Order) => {
    let stepped = false;
    const onProgress = (): void => {
      if (!stepped) say({ kind: 'stepped' });
      stepped = true;
    };
    trainRun(engine, openStore(store), run, PROTOCOLS, { onProgress }).then(
      (outcome) => say({ kind: 'ended', outcome }),
      (error: unknown) => say({ kind: 'ended', outcome: String(error) }),
    );
  });
  process.on('disconnect', () => process.exit());
  say({ kind: 'ready' });
}

void main();
