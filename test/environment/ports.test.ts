import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { it } from 'node:test';
import { freePort } from '../../environment/system/ports.mjs';

it('a busy port gives the next free one', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    const free = await freePort(port);
    assert.ok(free !== undefined && free > port && free <= port + 100, `${free} is not one of the hundred after ${port}`);
  } finally {
    server.close();
  }
  await once(server, 'close');
  assert.equal(await freePort(port), port);
});
