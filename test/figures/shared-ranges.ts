import assert from 'node:assert/strict';
import type { LayoutAxis } from 'plotly.js';
import type { Figure } from '../../src/figures/figure';

/** Every horizontal axis without numbers shares its range with one that has them, so that these hold for it. @throws AssertionError where one does not */
export function assertNumbersHold({ layout }: Figure): void {
  const axes = Object.entries(layout).flatMap(([name, axis]) => (name.startsWith('xaxis') ? [{ name: name.replace('axis', ''), ...(axis as Partial<LayoutAxis>) }] : []));
  const rangeOf = ({ name, matches }: (typeof axes)[number]): string => matches ?? name;
  const numbered = axes.filter(({ showticklabels }) => showticklabels);
  assert.ok(numbered.length > 0 && numbered.length < axes.length);
  for (const axis of axes) assert.ok(numbered.map(rangeOf).includes(rangeOf(axis)), axis.name);
}
