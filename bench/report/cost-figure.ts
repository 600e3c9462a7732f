import type { Layout, PlotData } from 'plotly.js';
import { Figure } from '../../src/figures/figure';
import { axis, axisSuffix, columnDomain, frame, palette, panelHeading } from '../../src/figures/theme';
import type { Results } from '../results';
import { threadsInWords } from './machine';

/** Milliseconds of a training step against depth, width and batch, with straight lines whose intercepts are what a step costs at size 0. */
export function costFigure({ machine, cost = [] }: Pick<Results, 'machine' | 'cost'>): Figure {
  const layout: Partial<Layout> = {
    ...frame({
      title: 'What a training step costs',
      caption: `A small MNIST network, one size changed; points: medians over rounds; lines: least squares; ${threadsInWords(machine.threads)}`,
      height: 400,
      margin: { t: 104 },
    }),
    showlegend: false,
    annotations: cost.map(({ line }, i) => panelHeading(`${line.intercept.toFixed(1)} ms + ${line.slope.toPrecision(2)} ms · size<br>R² ${line.rSquared.toFixed(3)}`, i + 1)),
  };
  const data = cost.flatMap(({ points, line, size }, i): Partial<PlotData>[] => {
    const suffix = axisSuffix(i + 1);
    const largest = Math.max(...points.map(([x]) => x));
    Object.assign(layout, {
      [`xaxis${suffix}`]: axis(size, { rangemode: 'tozero', domain: columnDomain(i + 1, cost.length, 0.07), anchor: `y${suffix}` as 'y' }),
      [`yaxis${suffix}`]: axis(i === 0 ? 'ms a step' : '', { rangemode: 'tozero', anchor: `x${suffix}` as 'x' }),
    });
    const common = { type: 'scatter' as const, xaxis: `x${suffix}`, yaxis: `y${suffix}` };
    return [
      { ...common, mode: 'lines', x: [0, largest], y: [line.intercept, line.intercept + line.slope * largest], line: { color: palette.grey, width: 2 } },
      { ...common, mode: 'markers', x: points.map(([x]) => x), y: points.map(([, y]) => y), marker: { color: palette.blue, size: 8 } },
    ];
  });
  return new Figure({ name: 'cost', data, layout });
}
