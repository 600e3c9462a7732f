import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** What a process said, and how it ended. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one of the TypeScript files of this folder in a process of its own, since an engine is chosen once a process. */
export function runScript(name: string, environment: Readonly<Record<string, string | undefined>>): Promise<Outcome> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, name)], { env: { ...process.env, ...environment } });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) child[stream].setEncoding('utf8').on('data', (text: string) => (said[stream] += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, ...said }));
  });
}
