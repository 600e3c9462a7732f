import type { Dash, MarkerSymbol } from 'plotly.js';
import type { Normalization } from '../networks/definition';
import { AGAIN_VARIANT, CONVENTIONAL_VARIANT, family, type Family, type Setting } from '../tables/condition';
import { palette } from './theme';

/** How one setting looks in every figure. */
export interface SettingStyle {
  readonly color: string;
  readonly dash: Dash;
  readonly symbol: MarkerSymbol;
}

/** Of each family: pale, its color, dark. Wide, so that strengths of one family are told apart. */
const ramps: Readonly<Record<Family, readonly [string, string, string]>> = {
  ordinary: [palette.black, palette.black, palette.black],
  coupled: ['#7CCBF2', palette.blue, '#003A6B'],
  constrained: ['#F2B134', palette.vermilion, '#8A2C00'],
  'coupled and constrained': ['#6FDDB5', palette.green, '#00513C'],
};

/** The color of a family at a strength from 0 to 1. */
export function familyColor(of: Family, strength: number): string {
  const [pale, middle, dark] = ramps[of];
  return strength < 0.5 ? mix(pale, middle, 2 * strength) : mix(middle, dark, 2 * strength - 1);
}

const symbols: Readonly<Record<Family, 'circle' | 'square' | 'diamond' | 'triangle-up'>> = {
  ordinary: 'circle',
  coupled: 'square',
  constrained: 'diamond',
  'coupled and constrained': 'triangle-up',
};

/** Looks of variants, told apart by their names; not those of the families. */
const variantColors = [palette.purple, palette.vermilion, palette.blue, palette.green, palette.grey] as const;
const variantSymbols = ['star', 'hexagon', 'x', 'cross', 'triangle-down', 'pentagon', 'hourglass'] as const;
const variantDashes = ['longdash', 'dashdot', 'longdashdot', 'dot', 'solid', 'dash'] as const;

/** Variants in an order of their own, so that those that are compared with one another look different. */
const VARIANTS = [
  '3 blocks', '2 blocks', '5 blocks', '4 blocks', '1 block', '6 blocks', 'coupling by sum',
  'naive sharing', 'unshared batch norm', 'own statistics', 'own γ', 'own β', 'own statistics, γ', 'own statistics, β', 'own γ, β', CONVENTIONAL_VARIANT, AGAIN_VARIANT,
  'resnet-38', 'resnet-146-ubn', 'resnet-182-ubn', 'resnet-20', 'resnet-32', 'single-representation', 'avg-pooling', 'wide', 'resnet-56',
] as const;

/**
 * Hue and symbol tell the family, darkness its strength (λ, tightness of c), dashes and open symbols the
 * normalization. Networks of another variant than the usual one have a color, symbol and dash for their variant; paler and open of another normalization than batch.
 */
export function settingStyle(setting: Setting): SettingStyle {
  const variant = VARIANTS.findIndex((name) => name === setting.variant);
  if (variant >= 0) {
    const color = variantColors[variant % variantColors.length]!;
    const symbol = variantSymbols[variant % variantSymbols.length]!;
    const usual = setting.normalization === 'batch';
    return {
      color: usual ? (setting.coupling > 0 ? shade(color, setting.coupling) : color) : shade(color, 0.1),
      symbol: usual ? symbol : `${symbol}-open`,
      dash: variantDashes[Math.floor(variant / variantColors.length)]!,
    };
  }
  const kind = family(setting);
  // Full coupling is a kind of its own, so its color is set apart from that of strong coupling.
  const coupled = setting.coupling === 1 ? 1 : 0.6 * setting.coupling;
  const tight = tightness(setting.lipschitz);
  const strengths = { ordinary: 0.5, coupled, constrained: tight, 'coupled and constrained': (coupled + tight) / 2 };
  return {
    color: familyColor(kind, strengths[kind]),
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
  return strength < 0.5 ? mix(color, '#ffffff', 0.5 - strength) : mix(color, '#000000', (2 / 3) * (strength - 0.5));
}

/** A color with a share of another one. */
function mix(color: string, other: string, share: number): string {
  const mixed = channels(color).map((channel, i) => Math.round(channel + (channels(other)[i]! - channel) * share));
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

/** The color made transparent. */
export function translucent(color: string, opacity: number): string {
  return `rgba(${channels(color).join(',')},${opacity})`;
}

function channels(color: string): number[] {
  return [1, 3, 5].map((start) => parseInt(color.slice(start, start + 2), 16));
}
