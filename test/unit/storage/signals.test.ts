import { describe, expect, test } from '@jest/globals';
import { signalOfTimeLimit } from '../../../functions/sdk/with-time-limit.ts';
import { DynamoDbMispStore } from '../../../functions/storage/dynamodb-misp-store.ts';
import { DynamoDbNoticeStore } from '../../../functions/storage/dynamodb-notice-store.ts';
import { DynamoDbOutbox } from '../../../functions/storage/dynamodb-outbox.ts';
import { NOW, sampleLicense, sampleMisp, sha256 } from '../../support/sample-misp.ts';
import { sampleRow } from '../../support/sample-row.ts';

const tables = { misps: 'misps', outbox: 'audit-outbox' };
const misp = sampleMisp();
const renamed = { ...misp, name: 'Other', normalizedName: 'other' };
const outcome = { kind: 'refused', why: 'invalid-email' } as const;
const record = { id: 'update-misp#1', requestId: 'r', fingerprint: sha256('f'), outcome, forgetAt: 1 };
const first = async (found: AsyncIterable<unknown>) => {
  for await (const one of found) return one;
  return undefined;
};

type Client = ConstructorParameters<typeof DynamoDbMispStore>[0];
const store = (client: Client) => new DynamoDbMispStore(client, tables, performance.now() + 60_000);
const outbox = (client: Client) => new DynamoDbOutbox(client, 'audit-outbox', performance.now() + 60_000);
const notices = (client: Client) => new DynamoDbNoticeStore(client, tables, () => performance.now() + 60_000);
const calls: readonly (readonly [string, (client: Client) => Promise<unknown>])[] = [
  ['allocateMispId', (client) => store(client).allocateMispId()],
  ['list', (client) => store(client).list({ of: 'all', order: 'oldest' }, {})],
  ['commit', (client) => store(client).commit(misp, renamed, sampleRow())],
  ['putRowOnce', (client) => store(client).putRowOnce(sampleRow(), record)],
  ['remove', (client) => outbox(client).remove(['A'])],
  ['walk', (client) => first(outbox(client).walk())],
  ['checkpoint', (client) => notices(client).checkpoint()],
  ['moveCheckpoint', (client) => notices(client).moveCheckpoint({ announcedUntil: NOW })],
  ['runningOut', (client) => first(notices(client).runningOut(NOW, NOW + 1))],
  ['announce', (client) => notices(client).announce(misp, { license: sampleLicense(), noticeDays: 7 }, sampleRow())],
];

// Without it the SDK's pause before another try would outlast the time limit.
describe('the signal of the time limit ends the SDK’s pauses', () => {
  // After it a rename asks whether its name is taken: a call of its own.
  const tooLarge = Object.assign(new Error('Item size has exceeded the maximum allowed size'), {
    name: 'ValidationException',
  });

  test.each(calls)('of %s', async (name, call) => {
    const isSignalOfLimit: boolean[] = [];
    const client = {
      send: async (_command: unknown, options?: { readonly abortSignal?: AbortSignal }) => {
        isSignalOfLimit.push(options?.abortSignal !== undefined && options.abortSignal === signalOfTimeLimit());
        throw tooLarge;
      },
    };
    await expect(call(client as unknown as Client)).rejects.toBe(tooLarge);
    expect(isSignalOfLimit).toEqual(name === 'commit' ? [true, true] : [true]);
  });
});
