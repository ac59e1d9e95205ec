import { ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from '@jest/globals';
import type { Admission, ServiceCall } from '../../../local/aws/admission.ts';
import { registered } from '../../scenarios/arrangements.ts';
import { driver, whileAdmitting } from './cloud.ts';

/**
 * The bus fails in every possible way, with the publisher and the sweeper in their own processes: calls refused, some
 * entries of a call refused for a while, one entry refused permanently. Then it recovers.
 */

interface Entry {
  readonly Detail: string;
}

let failure: 'none' | 'calls' | 'entries' = 'none';
/** The bus refuses this caller's events until the fault is fixed. */
const POISONER = 'poisoner';
let isFixed = false;
let calls = 0;
/** The last event before the outage. */
let before = 0;

/** Refuses some entries and accepts the others, as EventBridge does with HTTP 200. */
function someEntries(input: unknown, errorOf: (entry: Entry, index: number) => string | undefined): Admission {
  const entries = (input as { Entries: Entry[] }).Entries;
  const codes = entries.map(errorOf);
  const taken = driver.cloud.services.bus.put({ Entries: entries.filter((_, index) => codes[index] === undefined) });
  const ids = [...(taken.body as { Entries: { EventId: string }[] }).Entries];
  const answers = codes.map((ErrorCode) => (ErrorCode === undefined ? ids.shift() : { ErrorCode, ErrorMessage: 'no' }));
  const failed = codes.filter((code) => code !== undefined).length;
  return { admitted: false, status: 200, body: { FailedEntryCount: failed, Entries: answers } };
}

const isPoisoned = (entry: Entry) => !isFixed && JSON.parse(entry.Detail).sessionUserId === POISONER;

async function admit({ service, action, input }: ServiceCall): Promise<Admission> {
  if (service !== 'events' || action !== 'PutEvents') return { admitted: true };
  calls += 1;
  if (failure === 'calls') {
    return { admitted: false, status: 500, body: { __type: 'InternalException', message: 'down' } };
  }
  const entries = (input as { Entries: Entry[] }).Entries;
  if (failure === 'none' && !entries.some(isPoisoned)) return { admitted: true };
  return someEntries(input, (entry, index) => {
    if (isPoisoned(entry)) return 'MalformedDetail';
    return failure === 'entries' && (index + calls) % 3 === 0 ? 'InternalFailure' : undefined;
  });
}

const details = () => driver.cloud.events(before).map(({ detail }) => detail as Record<string, string>);
const recordIds = () => details().map(({ recordId }) => String(recordId));
const delivered = () =>
  new Set(details().flatMap(({ eventId, mispId }) => (eventId === 'PMS_MSP_212' ? [String(mispId)] : [])));

/** Makes every row in the outbox an hour older, so that the sweeper takes it. */
async function ageRows(): Promise<void> {
  const outbox = driver.cloud.template.outputs.AuditOutboxTableName!;
  const { Items = [] } = await driver.client.send(new ScanCommand({ TableName: outbox }));
  for (const { id } of Items) {
    await driver.client.send(
      new UpdateCommand({
        TableName: outbox,
        Key: { id },
        UpdateExpression: 'SET #at = #at - :hour',
        ExpressionAttributeNames: { '#at': 'at' },
        ExpressionAttributeValues: { ':hour': 60 * 60 * 1000 },
      }),
    );
  }
}

const queued = () => {
  const { queues } = driver.cloud.services;
  return queues.arns.flatMap((arn) => queues.list(arn)).length;
};

const swept = () => driver.cloud.invoke('sweep-audit-outbox', {});

test(
  'an outage loses nothing: only the poison row stays in the outbox',
  () =>
    whileAdmitting(admit, async () => {
      await driver.cloud.idle();
      before = driver.cloud.events().length;
      const queuedBefore = queued();
      failure = 'calls';
      const during = await Promise.all(Array.from({ length: 3 }, () => registered(driver)));
      await driver.cloud.idle();
      // The stream has given up by now, and its failure queue has a message.
      expect(queued()).toBeGreaterThan(queuedBefore);
      expect(await driver.cloud.outboxRows()).toBe(during.length);
      expect(details()).toEqual([]);

      failure = 'entries';
      const partly = await Promise.all(Array.from({ length: 3 }, () => registered(driver)));
      const authorization = `Bearer ${await driver.cloud.token(POISONER)}`;
      const poisoned = await registered({
        ...driver,
        send: (one) => driver.send({ ...one, headers: { authorization } }),
      });
      await driver.cloud.idle();

      failure = 'none';
      const after = await registered(driver);
      await driver.cloud.idle();
      expect(await driver.cloud.outboxRows()).toBeGreaterThan(during.length);

      await ageRows();
      expect(await swept()).toMatchObject({ ok: true });
      const others = [...during, ...partly, after].sort();
      expect(await driver.cloud.outboxRows()).toBe(1);
      expect([...delivered()].sort()).toEqual(others);
      // Five records a registration, each at least once.
      expect(new Set(recordIds()).size).toBe(others.length * 5);

      // The fault of the row is fixed: the next sweep delivers it.
      isFixed = true;
      expect(await swept()).toMatchObject({ ok: true });
      expect(await driver.cloud.outboxRows()).toBe(0);
      expect([...delivered()].sort()).toEqual([...others, poisoned].sort());
      expect(new Set(recordIds()).size).toBe((others.length + 1) * 5);
    }),
  120_000,
);
