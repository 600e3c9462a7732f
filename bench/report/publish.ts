import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawSvg } from '../../src/figures/static/draw';
import type { Results } from '../results';
import { costFigure } from './cost-figure';
import { performanceSection, withSection } from './readme';

const BENCH = join(__dirname, '..');
const README = join(BENCH, '..', 'README.md');

/** The results that are kept with the project, most threads first. */
function keptResults(): Results[] {
  const folder = join(BENCH, 'results');
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  if (files.length === 0) throw new Error('There are no results in bench/results: measure some with npm run bench -- --json bench/results/NAME.json');
  const results = files.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Results);
  return results.sort((a, b) => b.machine.threads - a.machine.threads);
}

/** Writes the README's table of performance and the figure of costs from the kept results. */
export async function publish(): Promise<void> {
  const results = keptResults();
  writeFileSync(README, withSection(readFileSync(README, 'utf8'), performanceSection(results)));
  const measured = results.find(({ cost }) => cost !== undefined);
  if (!measured) return;
  mkdirSync(join(BENCH, 'figures'), { recursive: true });
  writeFileSync(join(BENCH, 'figures', 'cost.svg'), `${await drawSvg(costFigure(measured))}\n`);
}
