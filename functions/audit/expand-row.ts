import { daysLeft } from '../domain/running-out.ts';
import { checkRow, UnreadableRow } from './check-row.ts';
import { licenseKeyGenerated, verdictReached } from './events.ts';
import type { OutboxRow } from './outbox-row.ts';
import { type RowReader, rowReaders } from './row-readers.ts';
import type { AuditNote } from './trail.ts';

/** Detail-types of the domain events. */
export const VERDICT_EVENT = 'LICENSE_VERDICT_CHANGED';
export const EXPIRY_EVENT = 'LICENSES_EXPIRING';

/** An event as the bus accepts it. */
export interface BusEvent {
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
  /** ISO, UTC. */
  readonly time: string;
}

/** The reference and the description of an event, from its catalogue row. */
function describe([key, mispId, status]: AuditNote, catalog: RowReader['catalog']) {
  const event = catalog[key];
  if (event === undefined) throw new UnreadableRow('foreign', `No event ${key} in the catalogue`);
  if (event.reference === 'none') {
    return { event, id: 'NO_ID', idType: 'NO_ID_TYPE', description: event.describe() };
  }
  if (mispId === undefined) throw new UnreadableRow('malformed', `Event ${key} lacks its MISP id`);
  if (event.reference === 'misp') return { event, id: mispId, idType: 'MISP ID', description: event.describe(mispId) };
  if (status === undefined) throw new UnreadableRow('malformed', `Event ${key} lacks its status`);
  return { event, id: mispId, idType: 'MISP ID', description: event.describe(mispId, status) };
}

/**
 * Expands a row: its audit records in their order, then its domain events (fields: docs/events.md). The same row always
 * gives the same ids, so that a consumer can drop duplicates.
 * @throws UnreadableRow for a row that `checkRow` refuses.
 */
export function expandRow(row: OutboxRow, readers = rowReaders): readonly BusEvent[] {
  const { operation, timeOrderedId, catalog } = checkRow(row, readers);
  const time = new Date(row.at).toISOString();
  const about = row.mispId === undefined ? {} : { mispId: row.mispId };
  const version = row.version === undefined ? {} : { version: row.version };
  const { licenseKeyHash, repeatedRequestId } = row;
  const license = licenseKeyHash === undefined ? {} : { licenseKeyHash: Buffer.from(licenseKeyHash).toString('hex') };
  const verdict = row.trail.find(([key]) => key === verdictReached)?.[2];
  const recordId = (sequence: number) => `${timeOrderedId}-${sequence}`;
  const records = row.trail.map((auditNote, index): BusEvent => {
    const { event, id, idType, description } = describe(auditNote, catalog);
    return {
      detailType: event.eventName,
      time,
      detail: {
        recordId: recordId(index + 1),
        eventId: event.eventId,
        eventType: event.eventType,
        eventName: event.eventName,
        description,
        id,
        idType,
        actionTimeStamp: time,
        applicationId: '10002',
        applicationName: 'Partner management portal',
        moduleId: 'PMS_MSP',
        moduleName: 'MISP Management Service',
        sessionUserId: row.caller.userId,
        sessionUserName: row.caller.userName,
        createdBy: row.caller.userId,
        hostName: row.hostName,
        hostIp: row.hostIp,
        ...about,
        operation,
        outcome: row.outcome,
        requestId: row.requestId,
        sequence: index + 1,
        ...version,
        ...license,
        ...(verdict === undefined ? {} : { verdict }),
        ...(repeatedRequestId === undefined ? {} : { repeatedRequestId }),
        ...(auditNote[0] === licenseKeyGenerated && row.removedLicenseKeyHashes !== undefined
          ? { removedLicenseKeyHashes: row.removedLicenseKeyHashes }
          : {}),
      },
    };
  });
  const verdicts = row.verdictChanges.map(
    (change, index): BusEvent => ({
      detailType: VERDICT_EVENT,
      time,
      detail: {
        recordId: recordId(row.trail.length + index + 1),
        ...about,
        ...version,
        licenseKeyHash: change.licenseHash,
        active: change.verdict === 'VALID',
        validTo: new Date(change.validTo).toISOString(),
        reason: change.verdict,
        changedAt: time,
      },
    }),
  );
  return [...records, ...verdicts, ...noticesIn(row, recordId(1))];
}

/** An announcement is alone in its row. */
function noticesIn({ expiryNotice, mispId, version, at }: OutboxRow, recordId: string): readonly BusEvent[] {
  if (expiryNotice === undefined) return [];
  const { licenseHash, validTo, noticeDays } = expiryNotice;
  const detail = {
    recordId,
    mispId,
    version,
    licenseKeyHash: licenseHash,
    validTo: new Date(validTo).toISOString(),
    daysLeft: daysLeft(at, validTo),
    notice: noticeDays,
  };
  return [{ detailType: EXPIRY_EVENT, time: new Date(at).toISOString(), detail }];
}
