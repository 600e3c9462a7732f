import type { Dash, MarkerSymbol } from 'plotly.js';
import type { Normalization } from '../networks/definition';
import { AGAIN_VARIANT, family, type Family, type Setting } from '../tables/condition';
import { palette } from './theme';

/** How one setting looks in every figure. */
export interface SettingStyle {
  readonly color: string;
  readonly dash: Dash;
  readonly symbol: MarkerSymbol;
}

const hues: Readonly<Record<Family, string>> = {
  ordinary: palette.black,
  coupled: palette.blue,
  constrained: palette.vermilion,
  'coupled and constrained': palette.green,
};

const symbols: Readonly<Record<Family, 'circle' | 'square' | 'diamond' | 'triangle-up'>> = {
  ordinary: 'circle',
  coupled: 'square',
  constrained: 'diamond',
  'coupled and constrained': 'triangle-up',
};

/** Looks of variants, told apart by their names; not those of the families. */
const variantColors = [palette.purple, palette.vermilion, palette.blue, palette.green, palette.grey] as const;
const variantSymbols = ['star', 'hexagon', 'x', 'cross', 'triangle-down', 'pentagon', 'hourglass'] as const;
const variantDashes = ['longdash', 'dashdot', 'longdashdot', 'dot'] as const;

/** Variants in an order of their own, so that those that are compared with one another look different. */
const VARIANTS = [
  '1 block', '2 blocks', '3 blocks', '4 blocks', '5 blocks', '6 blocks', 'coupling by sum',
  'naive sharing', 'unshared batch norm', 'own statistics', 'own γ', 'own β', 'own statistics, γ', 'own statistics, β', 'own γ, β', AGAIN_VARIANT,
] as const;

/**
 * Hue and symbol tell the family, darkness its strength (λ, tightness of c), dashes and open symbols the
 * normalization. Networks of another variant than the usual one have a color, symbol and dash for their variant.
 */
export function settingStyle(setting: Setting): SettingStyle {
  const variant = VARIANTS.findIndex((name) => name === setting.variant);
  if (variant >= 0) {
    const color = variantColors[variant % variantColors.length]!;
    return {
      color: setting.coupling > 0 ? shade(color, setting.coupling) : color,
      symbol: variantSymbols[variant % variantSymbols.length]!,
      dash: variantDashes[Math.floor(variant / variantColors.length)]!,
    };
  }
  const kind = family(setting);
  // Full coupling is a kind of its own, so its color is set apart from that of strong coupling.
  const coupled = setting.coupling === 1 ? 1 : 0.6 * setting.coupling;
  const tight = tightness(setting.lipschitz);
  const strengths = { ordinary: 0.5, coupled, constrained: tight, 'coupled and constrained': (coupled + tight) / 2 };
  return {
    color: shade(hues[kind], strengths[kind]),
    ...normalizationStyle(setting.normalization, symbols[kind]),
  };
}

/** Dashes and symbol of a normalization: filled and drawn through for batch, open and broken for the others. */
export function normalizationStyle(
  normalization: Normalization,
  symbol: 'circle' | 'square' | 'diamond' | 'triangle-up',
): Omit<SettingStyle, 'color'> {
  if (normalization === 'batch') return { dash: 'solid', symbol };
  return normalization === 'group' ? { dash: 'dash', symbol: `${symbol}-open` } : { dash: 'dot', symbol: `${symbol}-open-dot` };
}

/** From 0 (c ≥ 4, or no constraint) to 1 (c ≤ 0.25), by the logarithm of c. */
export function tightness(lipschitz: number | null): number {
  return lipschitz === null ? 0 : Math.min(1, Math.max(0, 0.5 - Math.log2(lipschitz) / 4));
}

/** A color made lighter (strength 0: half white) or darker (strength 1: a third black); 0.5 is the color itself. */
export function shade(color: string, strength: number): string {
  const [other, share] = strength < 0.5 ? [255, 0.5 - strength] : [0, (2 / 3) * (strength - 0.5)];
  const mixed = channels(color).map((channel) => Math.round(channel + (other - channel) * share));
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

/** The color made transparent. */
export function translucent(color: string, opacity: number): string {
  return `rgba(${channels(color).join(',')},${opacity})`;
}

function channels(color: string): number[] {
  return [1, 3, 5].map((start) => parseInt(color.slice(start, start + 2), 16));
}
