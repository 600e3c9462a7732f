/** `npm run bench`: what our training step and inference take, compared with PyTorch on the same cores, and what they cost besides. */
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOptions, type Options } from './options';
import { conditions } from './report/conditions';
import { machine } from './report/machine';
import { publish } from './report/publish';
import { resultsOf, type Finding } from './results';

const line = process.stderr.isTTY ? (text: string) => process.stderr.write(`\r\x1b[K${text}`) : (text: string) => process.stderr.write(text && `${text}\n`);

async function bench({ parts, rounds, threads, all, json }: Options): Promise<void> {
  if (json !== undefined) closeSync(openSync(json, 'a')); // that it cannot be written must be known before the work
  const folder = mkdtempSync(join(tmpdir(), 'iterative-resnets-bench-'));
  const pythons = { pytorch: process.env.PYTORCH_PYTHON ?? 'python3', tensorflow: process.env.TENSORFLOW_PYTHON };
  try {
    const where = machine(threads);
    const findings: Finding[] = [];
    for (const part of parts) {
      const found = await part.measure({ rounds, threads, all, pythons, folder }, (doing) => line(`${part.name}: ${doing}`));
      line('');
      console.log(`\n${found.text}`);
      findings.push(found);
    }
    const results = resultsOf(where, findings);
    console.log(`\n${conditions(results)}`);
    if (json !== undefined) writeFileSync(json, `${JSON.stringify(results, undefined, 2)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

Promise.resolve()
  .then(() => {
    const options = readOptions(process.argv.slice(2));
    return options.readme ? publish() : bench(options);
  })
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
