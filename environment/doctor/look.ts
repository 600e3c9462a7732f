/** What the project's own code finds here: the engine that starts, and the data sets. One line of JSON for the doctor. */
import { findData, type DataReport } from '../../src/data/find-data';
import { startEngine, type EngineReport } from '../../src/engine/engine';

export interface Look {
  readonly engine: EngineReport | { readonly error: string };
  readonly data: readonly DataReport[];
}

async function look(): Promise<Look> {
  const engine = await startEngine().then(
    ({ report }) => report,
    (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
  );
  return { engine, data: await findData() };
}

void look().then((found) => console.log(JSON.stringify(found)));
