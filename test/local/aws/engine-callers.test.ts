import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Engine, startEngine } from '../../../local/aws/engines/engine.ts';
import { callEngine } from '../../../local/aws/engines/engine-request.ts';
import { hiddenLoopbackAddress } from '../../../local/aws/engines/hidden-address.ts';

/** An engine needs no password, so a web page in a browser of this machine must not reach it. */

const kind = process.env.TEST_ENGINE === 'dynamodb-local' ? 'dynamodb-local' : 'dynoxide';
let engine: Engine;
beforeAll(async () => {
  engine = await startEngine({ kind });
}, 60_000);
afterAll(() => engine.stop());

/** The status of an answer; undefined if nothing listens there. */
const statusAt = (host: string, port: string, headers: Record<string, string>) =>
  new Promise<number | undefined>((resolve) => {
    const authorization = 'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host';
    const target = 'DynamoDB_20120810.ListTables';
    const ask = request({ host, port, method: 'POST', headers: { authorization, 'x-amz-target': target, ...headers } });
    ask.on('response', (answer) => resolve(answer.resume().statusCode));
    ask.on('error', () => resolve(undefined));
    ask.end('{}');
  });

test('a foreign web page does not reach it', async () => {
  await expect(callEngine(engine.endpoint, 'DynamoDB_20120810.ListTables', {})).resolves.toBeDefined();
  const { port } = new URL(engine.endpoint);
  // All that a page can know: a port of this machine, under its usual names.
  const asPage = (headers: Record<string, string>) => statusAt('127.0.0.1', port, headers);
  const answers = await Promise.all([
    asPage({ host: 'attacker.example' }),
    asPage({ origin: 'https://attacker.example' }),
    asPage({ origin: 'null' }),
    asPage({ 'sec-fetch-site': 'cross-site' }),
    asPage({}),
  ]);
  // DynamoDB Local listens there and refuses; dynoxide would not refuse, so it listens where no page looks.
  expect(answers).toEqual(kind === 'dynoxide' ? Array(5).fill(undefined) : [403, 403, 403, 403, expect.any(Number)]);
});

test('a hidden address leads to this machine and differs each time', () => {
  const drawn = Array.from({ length: 1_000 }, hiddenLoopbackAddress);
  expect(drawn.filter((address) => !/^127(\.([1-9]\d?|1\d\d|2[0-4]\d|25[0-4])){3}$/.test(address))).toEqual([]);
  expect(new Set(drawn).size).toBeGreaterThan(990);
});
