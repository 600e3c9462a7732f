import type { Data, Layout } from 'plotly.js';
import { displayBundle } from './display-bundle';

const jupyterDisplay: unique symbol = Symbol.for('Jupyter.display');

/** A plotly figure with the name of its files. As the last expression of a notebook's cell it is shown. */
export class Figure {
  /** Name of its files, without ending: letters, digits and hyphens. */
  readonly name: string;
  readonly data: readonly Data[];
  /** Width and height in pixels are given: static and interactive figures look alike. */
  readonly layout: Partial<Layout>;

  constructor({ name, data, layout }: Pick<Figure, 'name' | 'data' | 'layout'>) {
    this.name = name;
    this.data = data;
    this.layout = layout;
  }

  /** What a notebook shows: see {@link displayBundle}. */
  [jupyterDisplay](): Promise<Record<string, unknown>> {
    return displayBundle(this);
  }
}
