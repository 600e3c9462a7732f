import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../environment/system/paths.mjs';

/** A project of its own in a temporary folder: a copy of the set-up, which works wherever it lies. */
export class ProjectCopy {
  readonly folder = mkdtempSync(join(tmpdir(), 'project-'));

  constructor() {
    for (const name of ['package.json', 'package-lock.json', '.npmrc']) cpSync(join(root, name), join(this.folder, name));
    for (const name of ['commands', 'doctor', 'set-up', 'system', 'testing', 'tensorflow', 'python', 'run.mjs']) {
      cpSync(join(root, 'environment', name), join(this.folder, 'environment', name), { recursive: true });
    }
    cpSync(join(root, 'notebooks', 'mnist.ipynb'), join(this.folder, 'notebooks', 'mnist.ipynb'));
  }

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  /** Writes a program beside `environment/`. */
  write(name: string, program: string): void {
    writeFileSync(this.path(name), program);
  }

  /** As `npm run` in the copy would set it, whatever started the tests: paths are typed from there. */
  private get environment(): NodeJS.ProcessEnv {
    return { ...process.env, INIT_CWD: this.folder };
  }

  /** Starts a program of the copy. */
  start(name: string, ...args: string[]): ChildProcess {
    return spawn(process.execPath, [this.path(name), ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: this.environment });
  }

  /** Runs a program of the copy to its end. */
  run(name: string, ...args: string[]): { status: number | null; stdout: string; stderr: string } {
    return spawnSync(process.execPath, [this.path(name), ...args], { encoding: 'utf8', cwd: this.folder, env: this.environment });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
