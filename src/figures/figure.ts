import type { Data, Layout } from 'plotly.js';
import { displayBundle } from './display-bundle';

const jupyterDisplay: unique symbol = Symbol.for('Jupyter.display');

/** A plotly figure with the name of its files: whatever plotly.js takes as data and layout. As the last expression of a notebook's cell it is shown. */
export class Figure {
  /** Name of its files, without ending: letters, digits and hyphens. */
  readonly name: string;
  readonly data: readonly Data[];
  /** Where it gives no width and height in pixels, its file has the usual ones, and a notebook fills its column. */
  readonly layout: Partial<Layout>;

  constructor({ name, data, layout = {} }: Pick<Figure, 'name' | 'data'> & Partial<Pick<Figure, 'layout'>>) {
    this.name = name;
    this.data = data;
    this.layout = layout;
  }

  /** What a notebook shows: see {@link displayBundle}. */
  [jupyterDisplay](): Promise<Record<string, unknown>> {
    return displayBundle(this);
  }
}
