import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, expect, test } from '@jest/globals';
import { calculateBodyLength } from '../../../lib/functions/stand-ins/body-length.ts';
import { loadSharedConfigFiles } from '../../../lib/functions/stand-ins/environment-configuration.ts';
import { EventStreamSerde } from '../../../lib/functions/stand-ins/no-event-streams.ts';
import { createDefaultUserAgentProvider } from '../../../lib/functions/stand-ins/own-user-agent.ts';
import { bindV4 } from '../../../lib/functions/stand-ins/random-uuid.ts';

/** What the bundles have in place of parts of the SDK. */

test('there is no configuration file', async () => {
  expect(await loadSharedConfigFiles()).toEqual({ configFile: {}, credentialsFile: {} });
});

test('a call that streams events fails as not bundled', () => {
  expect(() => new EventStreamSerde()).toThrow('lib/functions/lambda-bundle.ts');
});

test.each([
  ['text, in bytes of UTF-8', 'Größe', 7],
  ['bytes', new Uint8Array(3), 3],
  ['nothing', undefined, 0],
])('the length of a body of %s is in bytes', (_, body, length) => {
  expect(calculateBodyLength(body)).toBe(length);
});

const environment = process.env.AWS_EXECUTION_ENV;
const setEnvironment = (value: string | undefined) => {
  if (value === undefined) delete process.env.AWS_EXECUTION_ENV;
  else process.env.AWS_EXECUTION_ENV = value;
};
afterEach(() => setEnvironment(environment));

test.each([undefined, '', 'AWS_Lambda_nodejs24.x'])(
  'the user agent is the SDK’s without the kernel, on %j',
  async (name) => {
    setEnvironment(name);
    const sdk = await new DynamoDBClient({ region: 'eu-west-1' }).config.defaultUserAgentProvider();
    const [[, clientVersion = ''] = ['']] = sdk;
    const parts = await createDefaultUserAgentProvider({ serviceId: 'DynamoDB', clientVersion })();
    expect(parts.length).toBeGreaterThan(5);
    expect(parts).toEqual(
      sdk.map(([name, version]) => (name.startsWith('os/') || version === undefined ? [name] : [name, version])),
    );
  },
);

test('calls are marked with random UUIDs', () => {
  const v4 = bindV4();
  const drawn = Array.from({ length: 100 }, v4);
  expect(new Set(drawn).size).toBe(100);
  for (const one of drawn) expect(one).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
});
