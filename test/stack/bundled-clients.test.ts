import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { HttpRequest } from '@smithy/types';
import { build } from 'esbuild';
import { createEventBridgeClient } from '../../functions/audit/eventbridge-bus.ts';
import { createDynamoDbClient } from '../../functions/storage/dynamodb-client.ts';
import { lambdaBundle } from '../../lib/functions/lambda-bundle.ts';
import { projectFolder } from '../../lib/project-folder.ts';

/** What functions import for their clients. A bundle of it has everything that the bundles replace or leave out. */
const CONTENTS = `
  export { GetItemCommand } from '@aws-sdk/client-dynamodb';
  export { PutEventsCommand } from '@aws-sdk/client-eventbridge';
  export { createEventBridgeClient } from './functions/audit/eventbridge-bus.ts';
  export { createDynamoDbClient } from './functions/storage/dynamodb-client.ts';
`;

const outside = { GetItemCommand, PutEventsCommand, createDynamoDbClient, createEventBridgeClient };
type Clients = typeof outside;

let folder: string;
let inBundle: Clients;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'misp-clients-'));
  const outfile = join(folder, 'clients.mjs');
  await build({ ...lambdaBundle(), stdin: { contents: CONTENTS, resolveDir: projectFolder }, outfile });
  inBundle = await import(pathToFileURL(outfile).href);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const before = process.env;
afterEach(() => {
  process.env = before;
});

/** What a client would send, without what differs from call to call; or that it sends nothing. */
async function sent(
  { config }: ReturnType<Clients['createDynamoDbClient'] | Clients['createEventBridgeClient']>,
  send: () => Promise<unknown>,
): Promise<unknown> {
  let sending: HttpRequest | undefined;
  config.requestHandler.handle = async (request) => {
    sending = request;
    throw new Error('not sent');
  };
  await send().catch(() => undefined);
  if (sending === undefined) return 'nothing';
  const { method, protocol, hostname, port, path, query, body, headers } = sending;
  const {
    authorization = '',
    'x-amz-date': _,
    'amz-sdk-invocation-id': id,
    'user-agent': userAgent,
    ...rest
  } = headers;
  expect(id).toMatch(/^[\da-f-]{36}$/);
  return {
    ...{ method, protocol, hostname, port, path, query, headers: rest, body: new TextDecoder().decode(body) },
    scope: /\/\d{8}(\/.+?), /.exec(authorization)?.[1],
    // The SDK's builds for CommonJS and ES modules say different versions, and a bundle's lacks that of the kernel.
    userAgent: userAgent?.replace(/(aws-sdk-js\/|api\/\w+#)[\d.]+/g, '$1').replace(/(os\/\w+)#\S+/, '$1'),
  };
}

async function both(of: Clients): Promise<readonly unknown[]> {
  const [store, bus] = [of.createDynamoDbClient(), of.createEventBridgeClient()];
  const get = new of.GetItemCommand({ TableName: 'table', Key: { pk: { S: 'é' } } });
  const put = new of.PutEventsCommand({ Entries: [{ Source: 'é', Time: new Date(0) }] });
  return [await sent(store, () => store.send(get)), await sent(bus, () => bus.send(put))];
}

test.each([
  {},
  { AWS_REGION: 'us-gov-west-1', AWS_USE_FIPS_ENDPOINT: 'true' },
  { AWS_REGION: 'fips-us-east-1' },
  { AWS_REGION: 'cn-north-1', AWS_USE_DUALSTACK_ENDPOINT: 'true' },
  { AWS_REGION: 'not a region' },
  { AWS_ENDPOINT_URL: 'https://[::1]:4566/base/' },
  { AWS_ENDPOINT_URL: 'http://localhost:1', AWS_ENDPOINT_URL_DYNAMODB: 'https://vpce.example.org' },
  { AWS_ENDPOINT_URL: 'http://localhost:1', AWS_USE_FIPS_ENDPOINT: 'true' },
  { AWS_ENDPOINT_URL: 'http://localhost:1', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
])('the clients of a bundle send what those of the whole SDK send: %j', async (variables) => {
  const { AWS_ENDPOINT_URL: _, ...others } = before;
  const credentials = { AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'token' };
  process.env = { ...others, ...credentials, AWS_REGION: 'af-south-1', ...variables };
  const expected = await both(outside);
  expect(await both(inBundle)).toEqual(expected);
});
