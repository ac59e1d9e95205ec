import type { OperationName } from '../operations.ts';
import { type CatalogEvent, type CatalogKey, catalog } from './catalog.ts';
import { CATALOG_VERSION } from './catalog-version.ts';
import { type Leavings, leftByOperation } from './left-by-operation.ts';
import type { OutboxRow } from './outbox-row.ts';
import { readRowId } from './row-id.ts';
import type { AuditNote } from './trail.ts';

/** Detail-type of the domain events. */
export const VERDICT_EVENT = 'LICENSE_VERDICT_CHANGED';

/** An event as the bus takes it. */
export interface BusEvent {
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
  /** ISO, UTC. */
  readonly time: string;
}

/**
 * Why a row is none that this code can have written. `key`: its id names no operation; `foreign`: its operation cannot leave
 * what stands in it; `version`: of a catalogue that is not known here; `incomplete`: lacks what a record needs.
 */
export type RowFault = 'key' | 'foreign' | 'version' | 'incomplete';

/** Thrown for a row that cannot be published: it stays in the outbox and is counted as poison. */
export class UnreadableRow extends Error {
  override readonly name = 'UnreadableRow';
  readonly fault: RowFault;
  constructor(fault: RowFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

const isOperation = (name: string): name is OperationName => Object.hasOwn(leftByOperation, name);
const isCatalogKey = (key: string): key is CatalogKey => Object.hasOwn(catalog, key);

/** The operation and the time-ordered part that a row's id names; undefined for what is no id of a row of ours. */
export function ownerOfRow(
  id: unknown,
): { readonly operation: OperationName; readonly timeOrderedId: string } | undefined {
  const { operation = '', timeOrderedId = '' } = (typeof id === 'string' && readRowId(id)) || {};
  return isOperation(operation) ? { operation, timeOrderedId } : undefined;
}

/** The reference and the description that a row of the catalogue gives an event. */
function describe([key, mispId, status]: AuditNote, { records }: Leavings) {
  if (!isCatalogKey(key) || !records.includes(key)) throw new UnreadableRow('foreign', `Event ${key}`);
  const event: CatalogEvent = catalog[key];
  if (event.reference === 'none') {
    return { event, id: 'NO_ID', idType: 'NO_ID_TYPE', description: event.describe() };
  }
  if (typeof mispId !== 'string') throw new UnreadableRow('incomplete', `Event ${key} lacks its MISP id`);
  if (event.reference === 'misp') return { event, id: mispId, idType: 'MISP ID', description: event.describe(mispId) };
  if (typeof status !== 'string') throw new UnreadableRow('incomplete', `Event ${key} lacks its status`);
  return { event, id: mispId, idType: 'MISP ID', description: event.describe(mispId, status) };
}

/**
 * Writes a row out: its audit records in their order, then its domain events (fields: docs/audit.md). The same row always
 * gives the same ids, so that a consumer can drop what is delivered twice.
 * @throws UnreadableRow when the operation that the row's id names cannot leave this, or something that a record needs is not
 *   there. A row that is no row at all may throw anything.
 */
export function expandRow(row: OutboxRow): readonly BusEvent[] {
  const owner = ownerOfRow(row.id);
  if (owner === undefined) throw new UnreadableRow('key', 'The id names no operation');
  const { operation, timeOrderedId } = owner;
  const leavings = leftByOperation[operation];
  if (row.catalogVersion !== CATALOG_VERSION) {
    throw new UnreadableRow('version', `Catalogue version ${row.catalogVersion}`);
  }
  if (row.trail.length < 1) throw new UnreadableRow('incomplete', 'No audit event');
  if (row.verdictChanges.length > 0) {
    if (!leavings.domainEvents) throw new UnreadableRow('foreign', `${operation} leaves no domain events`);
    if (row.mispId === undefined || row.version === undefined) {
      throw new UnreadableRow('incomplete', 'A domain event lacks its MISP id or its version');
    }
  }
  const time = new Date(row.at).toISOString();
  const about = row.mispId === undefined ? {} : { mispId: row.mispId };
  const version = row.version === undefined ? {} : { version: row.version };
  const recordId = (sequence: number) => `${timeOrderedId}-${sequence}`;
  const records = row.trail.map((auditNote, index): BusEvent => {
    const { event, id, idType, description } = describe(auditNote, leavings);
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
        ...(auditNote[0] === '121' && row.removedLicenseKeyHashes !== undefined
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
  return [...records, ...verdicts];
}
