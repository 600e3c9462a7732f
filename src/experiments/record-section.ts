import { markdownTable } from '../files/markdown-table';
import { secondsOf, type Start } from '../runs/environment';
import { runHash } from '../runs/run';
import type { Experiment } from './experiment';
import type { RecordWritten } from './write-record';

const hours = (starts: readonly Start[]): string => (secondsOf(starts) / 3600).toFixed(1);

/** What the record holds, as Markdown: how much of the plan is done, what computed it and for how long, and which networks it has. */
export function recordSection(experiments: readonly Experiment[], { done, networks, networkBytes, rounded, leftOut }: RecordWritten): string {
  const byHash = new Map(done.map((stored) => [stored.hash, stored]));
  const own = experiments.map(({ name, runs }) => {
    const stored = runs.flatMap((run) => byHash.get(runHash(run)) ?? []);
    return [name, runs.length, stored.length, hours(stored.flatMap(({ environment }) => environment))];
  });
  const starts = done.flatMap(({ environment }) => environment);
  const machineOf = ({ cpu, device, engine, tfjs, node, threads, oneDNN, instructions = 'AVX2' }: Start): string => [device === 'CPU' ? cpu : `GPU, ${cpu}`, engine, `tfjs ${tfjs}, Node ${node}`, `${threads}${oneDNN ? `, oneDNN up to ${instructions}` : ''}`].join(' | ');
  const machines = [...new Set(starts.map(machineOf))].map((machine) => {
    const its = starts.filter((start) => machineOf(start) === machine);
    const days = its.map(({ at }) => at.slice(0, 10)).sort();
    return [machine, `${days[0]} to ${days[days.length - 1]}`, hours(its)];
  });
  const half = rounded === 0 ? '' : ` So that all find room, ${rounded === 1 ? 'the largest has' : `the ${rounded} largest have`} kernels in half precision (float16).`;
  const room = leftOut === 0 ? '' : ` Those of ${leftOut} settings more are left out, for want of room.`;
  return [
    '`study.parquet` holds all runs of the plan that are done, with their configurations, environments, learning curves and measurements; `study.parquet.sha256` its checksum; [pandas.md](pandas.md) reads it in Python.',
    '',
    ...markdownTable(['experiment', 'runs planned', 'done', 'hours of one process'], own),
    '',
    ...markdownTable(['processor', 'engine', 'versions', 'threads', 'when', 'hours of one process'], machines),
    '',
    `\`networks/\` holds ${networks.length} trained networks (${(networkBytes / 1e6).toFixed(1)} MB), of one seed of each setting, named by their runs.${half}${room}`,
  ].join('\n');
}
