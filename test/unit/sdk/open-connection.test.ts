import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { openConnection } from '../../../functions/sdk/open-connection.ts';
import { connectedDocumentClient, createDocumentClient } from '../../../functions/storage/document-client.ts';
import { connectedDynamoDbClient } from '../../../functions/storage/dynamodb-client.ts';
import { type Listening, listenOnLoopback } from '../../support/listen-on-loopback.ts';

let listening: Listening;
let requests: IncomingMessage[];
let connections: Socket[];
let answer: RequestListener;
const before = process.env;

beforeEach(async () => {
  requests = [];
  connections = [];
  answer = (_, response) => response.end('healthy');
  const server = createServer((request, response) => {
    requests.push(request);
    if (request.method === 'GET') answer(request, response);
    else request.resume().on('end', () => response.end(JSON.stringify({ Item: { pk: { S: 'found' } } })));
  });
  server.on('connection', (socket) => connections.push(socket));
  listening = await listenOnLoopback(server);
  process.env = {
    ...before,
    AWS_ENDPOINT_URL: listening.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKID',
    AWS_SECRET_ACCESS_KEY: 'secret',
  };
});
afterEach(async () => {
  jest.restoreAllMocks();
  process.env = before;
  await listening.stop();
});

async function answerOfFirstCall(): Promise<unknown> {
  const client = await connectedDocumentClient();
  const { Item } = await client.send(new GetCommand({ TableName: 'table', Key: { pk: 'key' } }));
  client.destroy();
  return Item;
}

test('one unsigned GET goes over the wire, and no call', async () => {
  (await connectedDocumentClient()).destroy();
  expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /']);
  expect(Object.keys(requests[0]!.headers).sort()).toEqual(['connection', 'host']);
});

test('a client of plain commands opens its connection, too', async () => {
  (await connectedDynamoDbClient()).destroy();
  expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /']);
});

test('the first call uses the connection', async () => {
  expect(await answerOfFirstCall()).toEqual({ pk: 'found' });
  expect(requests.map(({ method }) => method)).toEqual(['GET', 'POST']);
  expect(connections).toHaveLength(1);
});

test.each<[string, RequestListener]>([
  ['an error', (_, response) => response.writeHead(503).end('down')],
  ['a redirect', (_, response) => response.writeHead(302, { location: 'https://example.org' }).end()],
  ['a connection that ends', (request) => request.socket.destroy()],
  ['an answer that is cut off', (request, response) => response.write('heal', () => request.socket.destroy())],
  ['silence', () => undefined],
  [
    'another protocol',
    (_, response) => response.writeHead(101, { connection: 'upgrade', upgrade: 'h2c' }).flushHeaders(),
  ],
  ['an answer without an end', (_, response) => response.write('heal')],
])('%s in place of an answer does not prevent loading and calling', async (_, of) => {
  answer = of;
  expect(await answerOfFirstCall()).toEqual({ pk: 'found' });
});

test('a connection attempt has two limits of a second: one of them has no effect after status 101', async () => {
  const client = createDocumentClient();
  const { requestHandler } = client.config;
  const handle = jest.spyOn(requestHandler, 'handle');
  const timeout = jest.spyOn(AbortSignal, 'timeout');
  await openConnection(client, () => client.send(new GetCommand({ TableName: 'table', Key: { pk: 'key' } })));
  expect(timeout.mock.calls).toEqual([[1000]]);
  const [, options] = handle.mock.calls[0]!;
  expect(options).toEqual({ abortSignal: timeout.mock.results[0]!.value, requestTimeout: 1000 });
  client.destroy();
});

test('the function also loads if nothing listens', async () => {
  process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:9';
  (await connectedDocumentClient()).destroy();
});
