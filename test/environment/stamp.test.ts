import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { missing, removeStamp, writeStamp } from '../../environment/set-up/stamp.mjs';

describe('a stamp', () => {
  let root = '';
  let stamp = '';
  const inputs = ['version 1', 'flags'];

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'stamp-'));
    stamp = join(root, 'stamps', 'step.json');
    mkdirSync(join(root, 'out', 'deep', '__pycache__'), { recursive: true });
    writeFileSync(join(root, 'out', 'deep', 'file.py'), 'x = 1\n');
    writeFileSync(join(root, 'out', 'deep', '__pycache__', 'file.pyc'), 'compiled');
    writeStamp(stamp, { inputs, outputs: [join(root, 'out')], root, seconds: 1 });
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('holds while nothing changes', () => {
    assert.equal(missing(stamp, { inputs, root }), undefined);
  });

  it('does not hold before it is written or after it is removed', () => {
    removeStamp(stamp);
    assert.equal(missing(stamp, { inputs, root }), 'not installed yet');
  });

  it('does not hold when an input differs', () => {
    assert.match(missing(stamp, { inputs: ['version 2', 'flags'], root }) ?? '', /has changed/);
  });

  it('names a file that was deleted', () => {
    rmSync(join(root, 'out', 'deep', 'file.py'));
    assert.match(missing(stamp, { inputs, root }) ?? '', /out\/deep\/file\.py is missing or changed/);
  });

  it('names a file that was cut short or grew', () => {
    appendFileSync(join(root, 'out', 'deep', 'file.py'), 'y = 2\n');
    assert.match(missing(stamp, { inputs, root }) ?? '', /file\.py is missing or changed/);
  });

  it('does not mind lost caches and new files', () => {
    rmSync(join(root, 'out', 'deep', '__pycache__'), { recursive: true });
    writeFileSync(join(root, 'out', 'new'), '');
    assert.equal(missing(stamp, { inputs, root }), undefined);
  });

  it('does not hold when it was cut short itself', () => {
    writeFileSync(stamp, '{"inputs":');
    assert.equal(missing(stamp, { inputs, root }), 'not installed yet');
  });
});
