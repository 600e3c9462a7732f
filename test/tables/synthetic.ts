import { CURVE_NAMES } from '../../src/ideas/indices/curves';
import type { CurveRow, HistoryRow, RunRow, StageRow } from '../../src/tables/tables';
import type { Setting } from '../../src/tables/condition';

/**
 * Made-up tables for tests: no network was trained. Shapes are plausible (coupling raises the Recurrence Index, the
 * constraint the Convergence Index), the numbers are closed forms with a little seeded noise.
 */
const of = { experiment: 'made up', preset: 'test', task: 'synthetic', variant: 'standard' };

export const settings: readonly Setting[] = [
  { ...of, normalization: 'batch', coupling: 0, lipschitz: null },
  { ...of, normalization: 'batch', coupling: 0.5, lipschitz: null },
  { ...of, normalization: 'batch', coupling: 0.9, lipschitz: null },
  { ...of, normalization: 'batch', coupling: 1, lipschitz: null },
  { ...of, normalization: 'batch', coupling: 0, lipschitz: 1 },
  { ...of, normalization: 'batch', coupling: 0, lipschitz: 0.5 },
  { ...of, normalization: 'batch', coupling: 1, lipschitz: 0.5 },
  { ...of, normalization: 'group', coupling: 0, lipschitz: null },
  { ...of, normalization: 'group', coupling: 1, lipschitz: null },
];

/** In [-1, 1], a fixed function of its arguments. */
function noise(...seeds: readonly number[]): number {
  const x = Math.sin(seeds.reduce((sum, seed, i) => sum + seed * (12.9898 + 65.234 * i), 1.7)) * 43758.5453;
  return 2 * (x - Math.floor(x)) - 1;
}

const tightness = (lipschitz: number | null): number => (lipschitz === null ? 0 : 1 / (1 + lipschitz));
const name = (setting: Setting, seed: number): string =>
  `${setting.normalization}-${setting.coupling}-${setting.lipschitz ?? 'none'}-${seed}`;
const each = <Row>(seeds: readonly number[], of: (setting: Setting, seed: number, number: number) => Row): Row[] =>
  settings.flatMap((setting, number) => seeds.map((seed) => of(setting, seed, number)));

function indices(setting: Setting, seed: number, number: number) {
  const tight = tightness(setting.lipschitz);
  const exact = setting.normalization === 'group' && setting.coupling === 1;
  return {
    convergenceIndex: 0.58 + 0.09 * setting.coupling + 0.25 * tight + 0.02 * noise(number, seed, 1),
    recurrenceIndex: exact
      ? 1
      : 0.62 + 0.14 * setting.coupling + 0.3 * tight * (1 - setting.coupling) + 0.03 * noise(number, seed, 2),
    divergenceIndex: 0.2 - 0.1 * setting.coupling - 0.15 * tight + 0.02 * noise(number, seed, 3),
  };
}

const othersOf = (setting: Setting, seed: number, number: number) => ({
  chance: 0.1,
  exchangeIndex: 0.7 + 0.29 * setting.coupling + 0.01 * noise(number, seed, 10),
  work: setting.lipschitz === 0.5 ? 0.05 : 0.6 + 0.05 * noise(number, seed, 11),
  unrolling: null,
});

export function syntheticRuns(seeds: readonly number[] = [1, 2]): RunRow[] {
  return each(seeds, (setting, seed, number) => {
    const testAccuracy = 0.978 - 0.009 * setting.coupling - 0.012 * tightness(setting.lipschitz) + 0.002 * noise(number, seed, 4);
    return {
      run: name(setting, seed),
      ...setting,
      seed,
      parameters: 44_954,
      effectiveParameters: 44_954 - 33_000 * setting.coupling ** 2 + 300 * noise(number, seed, 5),
      testImages: 1000,
      trainAccuracy: testAccuracy + 0.008,
      testAccuracy,
      testError: 1 - testAccuracy,
      ...indices(setting, seed, number),
      ...othersOf(setting, seed, number),
      lipschitzBound: (setting.lipschitz ?? 3) ** 2 * (1.4 + 0.2 * noise(number, seed, 6)),
      seconds: 7,
      engine: 'none: synthetic',
      threads: 1,
      oneDNN: false,
    };
  });
}

export function syntheticHistory(seeds: readonly number[] = [1, 2]): HistoryRow[] {
  return each(seeds, (setting, seed, number) =>
    [0.25, 0.5, 1, 1.5, 2, 2.5, 3].map((epoch, i) => {
      const trainLoss = 2.3 * Math.exp(-1.5 * epoch) + 0.05 + 0.02 * setting.coupling + 0.01 * noise(number, seed, i, 7);
      const testAccuracy = 0.98 - 0.5 * Math.exp(-1.8 * epoch) - 0.01 * setting.coupling + 0.004 * noise(number, seed, i, 8);
      return {
        run: name(setting, seed),
        ...setting,
        seed,
        step: 100 * epoch,
        epoch,
        trainLoss,
        trainAccuracy: testAccuracy,
        testLoss: trainLoss + 0.03,
        testAccuracy,
      };
    }),
  ).flat();
}

export function syntheticStages(seeds: readonly number[] = [1, 2]): StageRow[] {
  return each(seeds, (setting, seed, number) =>
    [1, 2, 3].map((stage) => ({
      run: name(setting, seed),
      ...setting,
      seed,
      stage,
      blocks: 5,
      ...indices(setting, seed, number + 20 * stage),
    })),
  ).flat();
}

/** Early readout of the first stage starts below chance, so that normalized accuracies are negative there. */
export function syntheticCurves(seeds: readonly number[] = [1, 2]): CurveRow[] {
  const blocks = 5;
  return each(seeds, (setting, seed, number) =>
    [1, 2, 3].flatMap((stage) =>
      CURVE_NAMES.flatMap((curve) =>
        Array.from({ length: blocks + 1 }, (_, k) => {
          const fraction = k / blocks;
          const steep =
            2.4 -
            0.9 * setting.coupling -
            1.2 * tightness(setting.lipschitz) -
            0.3 * stage +
            0.15 * noise(number, seed, stage, 9);
          const lost =
            curve === 'overrun'
              ? 0.25 * steep * fraction ** 2
              : (curve === 'early readout' ? 0.5 : 0.62) * steep * fraction ** 1.6;
          const normalizedAccuracy = 1 - lost;
          return {
            run: name(setting, seed),
            ...setting,
            seed,
            stage,
            curve,
            k,
            fraction,
            accuracy: Math.min(1, Math.max(0, 0.1 + 0.87 * normalizedAccuracy)),
            normalizedAccuracy,
          };
        }),
      ),
    ),
  ).flat();
}
