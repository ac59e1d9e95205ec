import { createServer } from 'node:http';
import { request } from 'node:https';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { FreshAgent } from '../../../functions/sdk/fresh-agent.ts';
import { type Listening, listenOnLoopback } from '../../support/listen-on-loopback.ts';

let listening: Listening;
let connections: Socket[];
let agent: FreshAgent;
beforeEach(async () => {
  connections = [];
  const server = createServer((_, response) => response.end('ok'));
  server.on('connection', (socket) => connections.push(socket));
  listening = await listenOnLoopback(server);
  agent = new FreshAgent();
  // Without TLS, which makes no difference to what the agent keeps.
  agent.createConnection = () => connect(listening.port, '127.0.0.1');
});
afterEach(async () => {
  jest.restoreAllMocks();
  agent.destroy();
  await listening.stop();
});

function get(): Promise<void> {
  agent.closeStale();
  return new Promise((resolve, reject) => {
    request({ agent, host: 'localhost' }, (response) => response.resume().on('end', () => setImmediate(resolve)))
      .on('error', reject)
      .end();
  });
}

test('uses a connection again that was idle for 20 seconds', async () => {
  const now = Date.now();
  jest.spyOn(Date, 'now').mockReturnValue(now);
  await get();
  jest.spyOn(Date, 'now').mockReturnValue(now + 20_000);
  await get();
  expect(connections).toHaveLength(1);
});

test('closes one that was idle for longer by the wall clock, and opens another', async () => {
  const now = Date.now();
  jest.spyOn(Date, 'now').mockReturnValue(now);
  await get();
  jest.spyOn(Date, 'now').mockReturnValue(now + 20_001);
  await get();
  expect(connections).toHaveLength(2);
});

test('counts from the last use of each connection', async () => {
  const now = Date.now();
  const clock = jest.spyOn(Date, 'now').mockReturnValue(now);
  await Promise.all([get(), get()]);
  expect(connections).toHaveLength(2);
  clock.mockReturnValue(now + 15_000);
  await get();
  clock.mockReturnValue(now + 30_000);
  await Promise.all([get(), get()]);
  // One of the two was used in between, and is used again; the other one is replaced.
  expect(connections).toHaveLength(3);
});
