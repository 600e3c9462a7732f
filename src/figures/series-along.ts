import type { LayoutAxis } from 'plotly.js';
import { groupBySetting, settingKey, type Setting } from '../tables/condition';
import type { RunRow } from '../tables/tables';
import type { SettingStyle } from './setting-style';

/** A horizontal axis along one of the two constraints, and how networks that differ in it alone form lines. */
export interface Along {
  readonly setting: 'coupling' | 'lipschitz';
  /** @param rows all of the figure */
  readonly x: (setting: Setting, rows: readonly RunRow[]) => number;
  /** how far lines stand beside one another along the axis, so that none hides another */
  readonly apart: number;
  readonly axis: (rows: readonly RunRow[]) => Partial<LayoutAxis>;
  /** of a line, by what its networks have in common */
  readonly name: (common: Setting) => string;
  readonly style: (common: Setting) => SettingStyle;
}

export interface SeriesOfRuns {
  readonly name: string;
  readonly style: SettingStyle;
  /** Ordered along the axis, each place with its networks. */
  readonly places: readonly { readonly x: number; readonly rows: readonly RunRow[] }[];
}

/**
 * The lines of a figure whose horizontal axis is λ or c: networks that differ in that alone (and their seed) form
 * one. A lone setting forms none: it is no comparison along this axis, unless nothing else was trained.
 */
export function seriesAlong(rows: readonly RunRow[], { setting: along, x, apart, name, style }: Along): SeriesOfRuns[] {
  const fixed = (setting: Setting): Setting => ({ ...setting, [along]: along === 'coupling' ? 0 : null });
  const lines = new Map<string, { setting: Setting; settings: number; rows: RunRow[] }>();
  for (const { setting, rows: same } of groupBySetting(rows)) {
    const key = settingKey(fixed(setting));
    const line = lines.get(key) ?? { setting: fixed(setting), settings: 0, rows: [] };
    line.settings += 1;
    line.rows.push(...same);
    lines.set(key, line);
  }
  const all = [...lines.values()];
  const comparable = all.filter(({ settings }) => settings > 1);
  const shown = comparable.length > 0 ? comparable : all;
  return shown.map((line, i) => {
    const places = [...new Set(line.rows.map((row) => x(row, rows)))];
    return {
      name: name(line.setting),
      style: style(line.setting),
      places: places.map((place) => ({ x: place + apart * (i - (shown.length - 1) / 2), rows: line.rows.filter((row) => x(row, rows) === place) })),
    };
  });
}
