import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { findCompiler, findPython } from '../../environment/set-up/requirements.mjs';
import { root } from '../../environment/system/paths.mjs';
import { Problem } from '../../environment/system/problem.mjs';

/** The message of the problem that `find` meets. */
function problemOf(find: () => unknown): string {
  try {
    find();
  } catch (error) {
    assert.ok(error instanceof Problem);
    return error.message;
  }
  return assert.fail('no problem was found');
}

describe('on a machine with other programs', () => {
  const { PATH, PYTHON, CXX } = process.env;
  let folder = '';

  /** Puts a program on the path, which has no others. */
  const program = (name: string, script: string): void => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'path-'));
    process.env.PATH = folder;
    delete process.env.PYTHON;
    delete process.env.CXX;
  });
  afterEach(() => {
    Object.assign(process.env, { PATH, ...(PYTHON && { PYTHON }), ...(CXX && { CXX }) });
    rmSync(folder, { recursive: true });
  });

  it('a missing Python is named, with how to get it', () => {
    assert.match(problemOf(findPython), /^Python was not found, this project needs 3\.10 or newer: get it with .*conda install -c conda-forge python=3\.11.*, then run the command again\.$/);
  });

  it('an old Python is named, with how to get a newer one', () => {
    program('python3', 'echo 3 8 10');
    assert.match(problemOf(findPython), /^Python 3\.8\.10 \(python3\) is too old, this project needs 3\.10 or newer: get it with /);
  });

  it('a Python without venv is named, with the package that has it', () => {
    program('python3', 'echo 3 12 3; echo "ModuleNotFoundError: No module named ensurepip" >&2; exit 1');
    assert.match(problemOf(findPython), /^Python 3\.12\.3 \(python3\) lacks its venv module: get it with /);
  });

  it('a newer Python is found beside an old one', () => {
    program('python3', 'echo 3 9 2');
    program('python3.13', 'echo 3 13 1');
    assert.deepEqual(findPython(), { command: 'python3.13', version: '3.13.1' });
  });

  it('a shim that starts no Python is passed over', () => {
    program('python3', 'echo "python3: command not found" >&2; exit 127');
    program('python3.11', 'echo 3 11 7');
    assert.equal(findPython().command, 'python3.11');
  });

  it('the Python that PYTHON names is taken, and missed where it is not there', () => {
    program('mine', 'echo 3 11 0');
    process.env.PYTHON = join(folder, 'mine');
    assert.equal(findPython().command, join(folder, 'mine'));
    process.env.PYTHON = '/nowhere/python';
    assert.match(problemOf(findPython), /^Python was not found \(PYTHON is set to \/nowhere\/python\)/);
  });

  it('a missing compiler is named, with how to get one', () => {
    assert.match(problemOf(findCompiler), /^A C\+\+ compiler was not found, without which the native TensorFlow engine cannot be built: get one with .*conda install -c conda-forge cxx-compiler/);
  });

  it('a compiler too old for C++17 is named', () => {
    program('g++', 'case "$*" in *--version*) echo "g++ 4.8.5";; *) exit 1;; esac');
    assert.match(problemOf(findCompiler), /^The C\+\+ compiler \(g\+\+ 4\.8\.5\) cannot compile C\+\+17/);
  });

  it('the compiler that CXX names is taken, with its flags', () => {
    program('mine', 'echo "mine 1.0 $1"');
    process.env.CXX = `${join(folder, 'mine')} --sysroot=/x`;
    assert.deepEqual(findCompiler(), { command: `${join(folder, 'mine')} --sysroot=/x`, version: 'mine 1.0 --sysroot=/x' });
  });
});

describe('an old Node', () => {
  for (const [version, fits] of [
    ['v18.20.4', false],
    ['v20.18.3', false],
    ['v20.19.0', true],
    ['v24.1.0', true],
  ] as const) {
    it(`${version} is ${fits ? 'accepted' : 'refused with how to get another'}`, () => {
      const pretend = `data:text/javascript,Object.defineProperty(process, 'version', { value: '${version}' })`;
      const { status, stderr } = spawnSync(process.execPath, ['--import', pretend, join(root, 'environment', 'run.mjs'), 'no such command'], { encoding: 'utf8' });
      assert.equal(status, 1);
      assert.match(stderr, fits ? /^Unknown command/ : new RegExp(`^Node ${version.slice(1)} is too old: this project needs Node 20\\.19 or newer; get it with .*conda`));
    });
  }
});
