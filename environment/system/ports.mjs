import { createServer } from 'node:net';

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * The first port from `port` on that nothing listens on.
 * @param {number} port
 * @returns {Promise<number | undefined>} undefined where the next hundred are all taken
 */
export async function freePort(port) {
  for (let candidate = port; candidate < port + 100 && candidate < 65536; candidate++) {
    if (await isFree(candidate)) return candidate;
  }
  return undefined;
}
