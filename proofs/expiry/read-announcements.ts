import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { DynamoDbOutbox } from '../../functions/storage/dynamodb-outbox.ts';
import { scanOutbox } from '../../test/support/engine-tables.ts';
import type { BusEntry } from '../model/capturing-bus.ts';
import { deliverRows } from '../model/deliver-rows.ts';
import type { Announcement } from './judge-announcements.ts';
import type { Witness } from './witness.ts';

const EVENT = 'LICENSES_EXPIRING';
const SOURCE = 'mosip.pms.misp';
const FIELDS = ['daysLeft', 'licenseKeyHash', 'mispId', 'notice', 'recordId', 'validTo', 'version'];
/** The largest batch of the stream. */
const BATCH = 100;

/** The announcements that the publisher makes of the rows in the outbox, and their faults. Empties the outbox. */
export async function readAnnouncements(
  client: DynamoDBDocumentClient,
  outbox: string,
  witness: Witness,
): Promise<{ readonly announcements: readonly Announcement[]; readonly violations: readonly string[] }> {
  const rows = await scanOutbox(client, outbox);
  const outboxUntil = (deadline: number) => new DynamoDbOutbox(client, outbox, deadline);
  const entries: BusEntry[] = [];
  const violations: string[] = [];
  for (let from = 0; from < rows.length; from += BATCH) {
    const delivery = await deliverRows(rows.slice(from, from + BATCH), outboxUntil, (bus) => bus);
    entries.push(...delivery.entries);
    violations.push(...delivery.failed.map((id) => `The publisher did not deliver row ${id}`));
    violations.push(...delivery.logged.map((line) => `The publisher logged ${line}`));
  }
  const left = await scanOutbox(client, outbox);
  violations.push(...left.map(({ id }) => `Row ${id} was left in the outbox`));
  const announcements = entries
    .filter(({ detailType }) => detailType === EVENT)
    .map(({ source, time, detail, recordId }): Announcement => {
      const fields = Object.keys(detail).sort().join();
      if (fields !== FIELDS.join()) violations.push(`Event ${recordId} has the fields ${fields}`);
      if (source !== SOURCE) violations.push(`Event ${recordId} is of the source ${source}`);
      const { mispId, version, licenseKeyHash, validTo, daysLeft, notice } = detail;
      const stored = witness.storedAs(recordId);
      if (stored === undefined) violations.push(`No call that stores event ${recordId} was seen`);
      return {
        ...{ recordId, time: Date.parse(time), mispId: String(mispId), version: Number(version) },
        ...{ licenseKeyHash: String(licenseKeyHash), validTo: Date.parse(String(validTo)) },
        ...{ daysLeft: Number(daysLeft), notice: Number(notice) },
        ...(stored ?? { sent: 0, stored: Number.POSITIVE_INFINITY }),
      };
    });
  return { announcements, violations };
}
