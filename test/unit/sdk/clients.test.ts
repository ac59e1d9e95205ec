import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SignatureV4 } from '@smithy/signature-v4';
import type { HttpRequest } from '@smithy/types';
import { createEventBridgeClient } from '../../../functions/audit/eventbridge-bus.ts';
import { createDocumentClient } from '../../../functions/storage/document-client.ts';

const before = process.env;
beforeEach(() => {
  process.env = {
    ...before,
    AWS_REGION: 'af-south-1',
    AWS_ACCESS_KEY_ID: 'AKID',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SESSION_TOKEN: 'token',
    _X_AMZN_TRACE_ID: 'Root=1-2-3',
    AWS_LAMBDA_FUNCTION_NAME: 'function',
  };
  delete process.env.AWS_ENDPOINT_URL;
});
afterEach(() => {
  process.env = before;
});

type Client = DynamoDBClient | EventBridgeClient;
const put = new PutCommand({ TableName: 'table', Item: { pk: 'é', list: [1, { a: 'b' }] } });
const putEvents = () => new PutEventsCommand({ Entries: [{ Source: 'é' }] });

/** The requests that a client would have sent. */
async function sent(client: Client, send: () => Promise<unknown>): Promise<readonly HttpRequest[]> {
  const requests: HttpRequest[] = [];
  client.config.requestHandler.handle = async (request) => {
    requests.push(request);
    throw new Error('not sent');
  };
  await send().catch(() => undefined);
  return requests;
}

const cases = [
  {
    service: 'dynamodb',
    of: async () => {
      const client = createDocumentClient();
      return (await sent(client as unknown as DynamoDBClient, () => client.send(put)))[0]!;
    },
    bySdk: async () => {
      const client = new DynamoDBClient({});
      return (await sent(client, () => DynamoDBDocumentClient.from(client).send(put)))[0]!;
    },
  },
  {
    service: 'events',
    of: async () => {
      const client = createEventBridgeClient();
      return (await sent(client, () => client.send(putEvents())))[0]!;
    },
    bySdk: async () => {
      const client = new EventBridgeClient({});
      return (await sent(client, () => client.send(putEvents())))[0]!;
    },
  },
];

describe.each(cases)('a request to $service', ({ service, of, bySdk }) => {
  test('is signed as the SDK’s own signer signs it', async () => {
    const { headers, ...request } = await of();
    const { authorization, 'user-agent': _, ...rest } = headers;
    const date = String(headers['x-amz-date']).replace(/(....)(..)(..T..)(..)(..Z)/, '$1-$2-$3:$4:$5');
    const signer = new SignatureV4({
      service,
      region: 'af-south-1',
      credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'token' },
      sha256: new DynamoDBClient({}).config.sha256,
    });
    const signed = await signer.sign({ ...request, headers: rest }, { signingDate: new Date(date) });
    expect(authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/af-south-1\//);
    expect(authorization).toBe(signed.headers.authorization);
  });

  test('says what has sent it, in the SDK’s words', async () => {
    const { headers } = await of();
    const ofSdk = String((await bySdk()).headers['user-agent']);
    // All of it but `m/…`, the SDK's statistics of its own features.
    const agent = ofSdk.replace(/ m\/\S*/, '');
    expect(String(headers['user-agent']).toLowerCase()).toBe(agent.toLowerCase());
  });

  test('goes to the endpoint of its region over TLS', async () => {
    const { protocol, hostname } = await of();
    expect({ protocol, hostname }).toEqual({ protocol: 'https:', hostname: `${service}.af-south-1.amazonaws.com` });
  });
});

test('no middleware is left that no function needs, and none is new', () => {
  const left = (client: { middlewareStack: { identify(): string[] } }) =>
    client.middlewareStack.identify().map((one) => one.replace(/ .*/, ''));
  const needed = [
    'serializerMiddleware',
    'contentLengthMiddleware',
    'hostHeaderMiddleware',
    'retryMiddleware',
    'httpSigningMiddleware',
    'freshConnection',
    'deserializerMiddleware',
  ];
  const byStep = (names: readonly string[]) => [...names].sort();
  expect(byStep(left(createDocumentClient()))).toEqual(byStep(needed));
  expect(byStep(left(createEventBridgeClient()))).toEqual(byStep([...needed, 'recursionDetectionMiddleware']));
});

test('a client makes one signer, whatever it sends', async () => {
  const client = createDocumentClient();
  const signers = await Promise.all([client.config.signer(), client.config.signer()]);
  expect(signers[0]).toBe(signers[1]);
});

test('clients retry in the one mode that bundles have, whatever the environment says', async () => {
  process.env.AWS_RETRY_MODE = 'adaptive';
  for (const { config } of [createDocumentClient(), createEventBridgeClient()]) {
    expect(await config.retryStrategy()).toHaveProperty('mode', 'standard');
  }
});

test('calls to EventBridge carry the trace, which goes on to its targets', async () => {
  const client = createEventBridgeClient();
  const [request] = await sent(client, () => client.send(putEvents()));
  expect(request!.headers['X-Amzn-Trace-Id'] ?? request!.headers['x-amzn-trace-id']).toBe('Root=1-2-3');
});
