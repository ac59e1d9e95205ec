import { expect, test } from '@jest/globals';
import { calculateBodyLength } from '../../../lib/functions/stand-ins/body-length.ts';
import { loadSharedConfigFiles } from '../../../lib/functions/stand-ins/environment-configuration.ts';
import { EventStreamSerde } from '../../../lib/functions/stand-ins/no-event-streams.ts';

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
