import { expect, test } from '@jest/globals';
import { loadSharedConfigFiles } from '../../../functions/runtime/environment-configuration.ts';
import { EventStreamSerde } from '../../../functions/runtime/no-event-streams.ts';

/** What the bundles hold in place of parts of the SDK. */

test('there is no configuration on a disk', async () => {
  expect(await loadSharedConfigFiles()).toEqual({ configFile: {}, credentialsFile: {} });
});

test('a call that streams events says that it was not bundled for that', () => {
  expect(() => new EventStreamSerde()).toThrow('lib/functions/lambda-bundle.ts');
});
