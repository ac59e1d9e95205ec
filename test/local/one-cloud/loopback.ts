import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { register } from '../calls-in-test.ts';
import { listeningSocketsOf } from '../listening-sockets.ts';
import { descendantsOf } from '../process-tree.ts';
import { cloud } from './cloud.ts';

/**
 * Tokens, licence keys and audit records are available here without a password, so nobody else on the network may reach
 * them.
 */

const isLoopback = (address: string) => address.startsWith('127.') || address === '::1';

const everySocket = () => listeningSocketsOf([process.pid, ...descendantsOf(process.pid)]);

test('only gateway, endpoint and engine listen, on loopback', async () => {
  await register(cloud, 'First');
  await cloud.idle();
  const sockets = everySocket();
  const ports = [cloud.url, cloud.services.endpointUrl, cloud.services.engine.endpoint].map((url) =>
    Number(new URL(url).port),
  );
  expect(sockets.map(({ port }) => port).sort()).toEqual(ports.sort());
  expect(sockets.filter(({ address }) => !isLoopback(address))).toEqual([]);
  // The functions' processes ran at that time.
  expect(descendantsOf(process.pid).length).toBeGreaterThan(3);
});

test.each(existsSync('/proc/net/if_inet6') ? ['0.0.0.0', '::', '::1'] : ['0.0.0.0'])(
  'a server on %s would be found',
  async (host) => {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, host, resolve);
    });
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const seen = everySocket().find((socket) => socket.port === port);
    await new Promise((resolve) => server.close(resolve));
    expect(seen).toEqual({ processId: process.pid, address: host, port });
  },
);
