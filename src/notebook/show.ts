import type { ColumnTable } from 'arquero';
import { displayBundle, drawsPictures } from '../figures/display-bundle';
import { Figure } from '../figures/figure';
import { prepareStaticImages } from '../figures/static/static-image';
import { warnIfUnwritten, writeTable } from '../files/output-folder';
import { kernelHost } from './kernel-host';
import { tableBundle } from './table-bundle';

// In a headless notebook figures will come; while the first cells run, another processor loads what draws them.
if (kernelHost() && drawsPictures()) prepareStaticImages();

/**
 * Shows a figure or a table: in a notebook as one output with all its representations, elsewhere as text. With the
 * environment variable `OUTPUT_DIR` a figure is written there as `NAME.svg` and `NAME.plotly.json`, a table as
 * `NAME.csv`; a file that cannot be written is reported on the error stream, after which the run goes on.
 * @param options.name name of the files; a figure has one of its own, a table without one is not written
 */
export async function show(value: Figure | ColumnTable, options: { readonly name?: string } = {}): Promise<void> {
  const { name } = options;
  if (value instanceof Figure) {
    const { data, layout } = value;
    publish(await displayBundle(name === undefined ? value : new Figure({ name, data, layout })));
    return;
  }
  publish(tableBundle(value));
  if (name !== undefined) await warnIfUnwritten(() => writeTable(name, value));
}

function publish(bundle: Record<string, unknown>): void {
  const host = kernelHost();
  if (host) host.publish(bundle);
  else console.log(bundle['text/plain']);
}
