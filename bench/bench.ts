/** `npm run bench`: how long our training step and inference take, compared with PyTorch on the same cores. */
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure, type Measured } from './measuring/measure';
import { readOptions, type Options } from './options';
import { conditions, machine, results, table } from './report';

const line = process.stderr.isTTY ? (text: string) => process.stderr.write(`\r\x1b[K${text}`) : (text: string) => process.stderr.write(text && `${text}\n`);

async function bench(options: Options): Promise<void> {
  const { comparisons, rounds, threads, all, json } = options;
  if (json !== undefined) closeSync(openSync(json, 'a')); // that it cannot be written must be known before the work
  const folder = mkdtempSync(join(tmpdir(), 'iterative-resnets-bench-'));
  try {
    const where = machine(threads);
    const measured: Measured[] = [];
    for (const comparison of comparisons) {
      const python = process.env.PYTHON ?? 'python3';
      const one = await measure(comparison, { rounds, threads, all, python, folder }, (doing) => line(`${comparison.name}: ${doing}`));
      line('');
      console.log(`\n${table(one)}`);
      measured.push(one);
    }
    console.log(`\n${conditions(where, measured)}`);
    if (json !== undefined) writeFileSync(json, `${JSON.stringify(results(where, measured), undefined, 2)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

Promise.resolve()
  .then(() => bench(readOptions(process.argv.slice(2))))
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
