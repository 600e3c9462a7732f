/** Runs a job with the project's own engine: `worker.ts JOB_FILE`, then the numbers of calls, one a line, on standard input. */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { startEngine } from '../../src/engine/engine';
import type { Answer, Job, Ready, TaskName } from '../job';
import { prepareIndexPrograms } from './index-programs';
import { prepareInference } from './inference';
import type { PrepareTask, Task } from './task';
import { prepareTrainingStep } from './training-step';

const TASKS: Readonly<Record<TaskName, PrepareTask>> = { 'training-step': prepareTrainingStep, inference: prepareInference, 'index-programs': prepareIndexPrograms };

async function answer(task: Task, calls: number): Promise<Answer> {
  const before = process.cpuUsage();
  const milliseconds: number[] = [];
  const losses: number[] = [];
  for (let call = 0; call < calls; call++) {
    const start = performance.now();
    const loss = await task();
    milliseconds.push(performance.now() - start);
    losses.push(loss());
  }
  const { user, system } = process.cpuUsage(before);
  const peakMemoryMB = process.resourceUsage().maxRSS / 1024;
  return { milliseconds, losses, cpuSeconds: (user + system) / 1e6, peakMemoryMB, residentMB: process.memoryUsage.rss() / 2 ** 20 };
}

async function serve(jobFile: string): Promise<void> {
  const job = JSON.parse(readFileSync(jobFile, 'utf8')) as Job;
  const engine = await startEngine();
  const { tensorflow, tfjs, node, threads } = engine.report;
  const start = performance.now();
  const task = TASKS[job.task](engine, job);
  const prepareSeconds = (performance.now() - start) / 1000;
  const ready: Ready = { versions: { node, tfjs, tensorflow: tensorflow ?? 'none' }, threads, prepareSeconds };
  console.log(JSON.stringify(ready));
  for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(await answer(task, Number(line))));
}

void serve(process.argv[2]!);
