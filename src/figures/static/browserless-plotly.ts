import { readFileSync } from 'node:fs';
import { createCanvas, type Canvas } from '@napi-rs/canvas';
import { JSDOM, VirtualConsole } from 'jsdom';
import type { Data, Layout } from 'plotly.js';
import { boxOf, emptyBox, textLength, type Box } from './svg-boxes';

/** What is used here of plotly.js. */
export interface Plotly {
  newPlot(element: HTMLElement, data: readonly Data[], layout: Partial<Layout>, config: object): Promise<unknown>;
  purge(element: HTMLElement): void;
  /** What plotly would ignore or change, one entry each; `undefined` when all is well. */
  validate(data: readonly Data[], layout: Partial<Layout>): readonly { readonly code: string; readonly msg: string }[] | undefined;
  Snapshot: { toSVG(element: HTMLElement, format: 'svg'): string };
}

/** plotly.js in a document of its own. */
export interface BrowserlessPlotly {
  readonly plotly: Plotly;
  readonly document: Document;
  /** Makes plotly's identifiers (clip paths, traces) follow from the seed instead of chance. */
  readonly seedIdentifiers: (seed: number) => void;
}

/**
 * plotly.js without a browser: jsdom's document, with what plotly asks of a layout engine (boxes of text and groups)
 * answered from the font, and a drawing surface for heat maps. Loading takes 1 to 2 s.
 */
export function browserlessPlotly(): BrowserlessPlotly {
  const { window } = new JSDOM('<!doctype html><body></body>', {
    runScripts: 'outside-only',
    pretendToBeVisual: true,
    // jsdom reports each browser feature that it lacks there; those that plotly needs are given below.
    virtualConsole: new VirtualConsole(),
  });

  window.URL.createObjectURL = () => 'blob:none';
  window.URL.revokeObjectURL = () => undefined;
  const queryWithoutMatch = {
    matches: false,
    addListener() {},
    removeListener() {},
    addEventListener() {},
    removeEventListener() {},
  };
  Object.assign(window, { matchMedia: () => queryWithoutMatch });

  window.Element.prototype.getBoundingClientRect = function (this: Element) {
    return rectangle(this instanceof window.SVGElement ? boxOf(this) : emptyBox);
  };
  Object.assign(window.SVGElement.prototype, {
    getBBox(this: Element) {
      return rectangle(boxOf(this));
    },
    getComputedTextLength(this: Element) {
      return textLength(this);
    },
  });

  const canvases = new WeakMap<HTMLCanvasElement, Canvas>();
  const canvasOf = (element: HTMLCanvasElement): Canvas => {
    const canvas = canvases.get(element) ?? createCanvas(element.width, element.height);
    canvases.set(element, canvas);
    return canvas;
  };
  Object.assign(window.HTMLCanvasElement.prototype, {
    getContext(this: HTMLCanvasElement, kind: string) {
      return kind === '2d' ? canvasOf(this).getContext('2d') : null;
    },
    toDataURL(this: HTMLCanvasElement) {
      return canvasOf(this).toDataURL('image/png');
    },
  });

  window.eval(readFileSync(require.resolve('plotly.js-dist'), 'utf8'));
  const { Plotly, Math: itsMath } = window as unknown as { Plotly: Plotly; Math: Math };
  return {
    plotly: Plotly,
    document: window.document,
    seedIdentifiers(seed) {
      let state = seed >>> 0;
      // Numbers by the constants of Numerical Recipes' quick generator: identifiers only need to differ.
      itsMath.random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
    },
  };
}

function rectangle({ left, top, right, bottom }: Box): DOMRect {
  const box = { x: left, y: top, left, top, right, bottom, width: right - left, height: bottom - top };
  return { ...box, toJSON: () => box };
}
