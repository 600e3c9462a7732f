/** What must be on the machine before set-up: Python and a C++ compiler (Node is looked at in `run.mjs`). */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask } from '../system/child.mjs';
import { Problem } from '../system/problem.mjs';

/** Oldest Python that the locked packages support. */
const oldestPython = /** @type {const} */ ([3, 10]);

/**
 * How to install something on this machine, as a part of a sentence.
 * @param {{ debian: string, fedora: string, mac: string, conda: string }} packages
 */
function howToGet({ debian, fedora, mac, conda }) {
  const orConda = `or conda install -c conda-forge ${conda}`;
  if (process.platform === 'darwin') return `${mac} ${orConda}`;
  let release = '';
  try {
    release = readFileSync('/etc/os-release', 'utf8');
  } catch {
    // A system that does not say what it is gets the general advice.
  }
  if (/^ID(_LIKE)?=.*(debian|ubuntu)/m.test(release)) return `sudo apt-get install ${debian} ${orConda}`;
  if (/^ID(_LIKE)?=.*(fedora|rhel|centos)/m.test(release)) return `sudo dnf install ${fedora} ${orConda}`;
  return `your system's package (Debian and Ubuntu: sudo apt-get install ${debian}; Fedora: sudo dnf install ${fedora}) ${orConda}`;
}

const howToGetPython = () => howToGet({ debian: 'python3 python3-venv', fedora: 'python3', mac: 'brew install python', conda: 'python=3.11' });

const look = 'import sys; print(*sys.version_info[:3]); import venv, ensurepip';

/**
 * The first Python that will do: $PYTHON, `python3`, then by version.
 * @returns {{ command: string, version: string }}
 * @throws {Problem} that says what is wrong with those found
 */
export function findPython() {
  const names = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
  /** @type {string | undefined} */
  let reason;
  for (const command of process.env.PYTHON ? [process.env.PYTHON] : names) {
    const { ok, output } = ask(command, ['-c', look]);
    const [major, minor, patch] = output.split('\n')[0]?.split(' ').map(Number) ?? [];
    if (major === undefined || minor === undefined || Number.isNaN(major) || Number.isNaN(minor)) continue;
    const version = `${major}.${minor}.${patch}`;
    const enough = major > oldestPython[0] || (major === oldestPython[0] && minor >= oldestPython[1]);
    if (ok && enough) return { command, version };
    reason ??= enough
      ? `Python ${version} (${command}) lacks its venv module: get it with ${howToGet({ debian: `python3-venv python${major}.${minor}-venv`, fedora: 'python3', mac: 'brew install python', conda: 'python=3.11' })}`
      : `Python ${version} (${command}) is too old, this project needs 3.10 or newer: get it with ${howToGetPython()}`;
  }
  const asked = process.env.PYTHON;
  throw new Problem(
    `${reason ?? `Python was not found${asked ? ` (PYTHON is set to ${asked})` : ''}, this project needs 3.10 or newer: get it with ${howToGetPython()}`}, then run the command again.`,
  );
}

/** Needs C++17 with its library. */
const program = '#include <optional>\n#include <string_view>\nint main() { return std::optional<std::string_view>{} ? 1 : 0; }\n';

/**
 * The first C++ compiler that compiles C++17: $CXX, else the usual names.
 * @returns {{ command: string, version: string }}
 * @throws {Problem} where there is none
 */
export function findCompiler() {
  const folder = mkdtempSync(join(tmpdir(), 'compiler-'));
  const source = join(folder, 'program.cc');
  writeFileSync(source, program);
  /** @type {string | undefined} */
  let unfit;
  try {
    for (const command of process.env.CXX ? [process.env.CXX] : ['c++', 'g++', 'clang++']) {
      const [name = command, ...flags] = command.split(' ');
      const asked = ask(name, [...flags, '--version']);
      if (!asked.ok) continue;
      const version = asked.output.split('\n')[0] ?? command;
      if (ask(name, [...flags, '-std=c++17', '-fPIC', '-shared', source, '-o', join(folder, 'program.so')]).ok) return { command, version };
      unfit ??= version;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const how = howToGet({ debian: 'g++', fedora: 'gcc-c++', mac: 'xcode-select --install', conda: 'cxx-compiler' });
  throw new Problem(
    `${unfit ? `The C++ compiler (${unfit}) cannot compile C++17` : 'A C++ compiler was not found'}, without which the native TensorFlow engine cannot be built: get one with ${how}, then run the command again.`,
  );
}
