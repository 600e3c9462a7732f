import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { problemFrom } from '../../environment/system/problem.mjs';

describe('the problem behind what a tool printed', () => {
  for (const [printed, sentence] of [
    ['npm error code ENOSPC\nnpm error nospc There appears to be insufficient space', /^The disk is full \(while installing\): free some space/],
    ['OSError: [Errno 28] No space left on device', /^The disk is full/],
    ['npm error code EAI_AGAIN\nnpm error errno EAI_AGAIN', /^The network or the package registry could not be reached \(while installing\): check the connection/],
    ['Failed to establish a new connection: [Errno -3] Temporary failure in name resolution', /^The network or the package registry/],
    ['ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.', /^A downloaded file differs from its locked checksum/],
    ["EACCES: permission denied, mkdir '/x'", /^A file could not be written .* make sure that the project's folder belongs to you/],
    ['Error: ENOTDIR: not a directory, mkdir', /^A file is where a folder should be, or the other way round \(while installing\): move \.environment away/],
    ['collecting\nerror: expected a semicolon.\nmake: stopped', /^Something failed while installing: error: expected a semicolon\. Details: LOG$/],
    ['', /^Something failed while installing: no output\. Details: LOG$/],
  ] as const) {
    it(`"${printed.split('\n')[0]}"`, () => {
      const { message } = problemFrom(printed, 'installing', 'LOG');
      assert.match(message, sentence);
      assert.match(message, /Details: LOG$/);
    });
  }
});
