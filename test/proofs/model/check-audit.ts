import { expandRow } from '../../../functions/audit/expand-row.ts';
import type { OutboxRow } from '../../../functions/audit/outbox-row.ts';
import { differences } from './differences.ts';
import { SOURCE_IP } from './proving-ground.ts';
import type { Call } from './reference/call.ts';
import type { Expected } from './reference/expect-call.ts';
import type { Note } from './reference/expected.ts';

type Audit = NonNullable<Expected['audit']>;

/** An id as it stands in a record: at most 36 characters. */
const cut = (id: string) => id.slice(0, 36);

/** What is compared apart, or said by the catalogue alone: its texts are no rule of this model. */
const APART = new Set(['recordId', 'eventType', 'eventName', 'description']);

/**
 * Holds what a request left for the bus against what the model foresees: every audit record in its order, and the domain
 * events in any.
 * @param rows the outbox rows of this request.
 * @returns what differs.
 */
export function checkAudit(call: Call, rows: readonly OutboxRow[], audit: Audit | undefined): readonly string[] {
  const [row, ...more] = rows;
  if (row === undefined || audit === undefined) {
    return rows.length === 0 && audit === undefined ? [] : [`audit: ${rows.length} rows, must be ${audit ? 1 : 0}`];
  }
  if (more.length > 0) return [`audit: ${rows.length} rows, must be 1`];
  const events = expandRow(row);
  const records = events.filter(({ detailType }) => detailType !== 'MISP_UPDATED').map(({ detail }) => detail);
  const told = events.filter(({ detailType }) => detailType === 'MISP_UPDATED').map(({ detail }) => detail);
  const facts = {
    ...(audit.mispId === undefined ? {} : { mispId: cut(audit.mispId) }),
    ...(audit.version === undefined ? {} : { version: audit.version }),
  };
  const ids = events.map(({ detail }, index) =>
    detail.recordId === `${row.id}-${index + 1}` ? [] : [detail.recordId],
  );
  return [
    ...differences(
      records.map(withoutApart),
      audit.trail.map((note, index) => recordOf(call, audit, note, index)),
    ).map((difference) => `audit record ${difference}`),
    ...audit.trail.flatMap((note, index) => checkDescription(note, records[index])),
    ...differences(byHash(told.map(withoutApart)), byHash(audit.told.map((one) => eventOf(call, one, facts)))).map(
      (difference) => `domain event ${difference}`,
    ),
    ...ids.flat().map((id) => `record id ${id} is not of row ${row.id}`),
  ];
}

const withoutApart = (detail: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(detail).filter(([name]) => !APART.has(name)));

const byHash = (details: readonly Readonly<Record<string, unknown>>[]) =>
  details.toSorted((one, other) => (String(one.licenseKeyHash) < String(other.licenseKeyHash) ? -1 : 1));

function recordOf(call: Call, audit: Audit, [digits, mispId]: Note, index: number) {
  return {
    eventId: `PMS_MSP_${digits}`,
    id: mispId === undefined ? 'NO_ID' : cut(mispId),
    idType: mispId === undefined ? 'NO_ID_TYPE' : 'MISP ID',
    actionTimeStamp: new Date(call.at).toISOString(),
    applicationId: '10002',
    applicationName: 'Partner management portal',
    moduleId: 'PMS_MSP',
    moduleName: 'MISP Management Service',
    sessionUserId: call.by.userId,
    sessionUserName: call.by.userName,
    createdBy: call.by.userId,
    hostName: call.operation,
    hostIp: SOURCE_IP,
    ...(audit.mispId === undefined ? {} : { mispId: cut(audit.mispId) }),
    operation: call.operation,
    outcome: audit.outcome,
    requestId: call.requestId,
    sequence: index + 1,
    ...(audit.version === undefined ? {} : { version: audit.version }),
  };
}

function eventOf(call: Call, { licenseKeyHash, reason, validTo }: Audit['told'][number], facts: object) {
  const changedAt = new Date(call.at).toISOString();
  return { ...facts, licenseKeyHash, active: reason === 'VALID', validTo, reason, changedAt };
}

/** A description tells the status where the note has one, else the MISP id. */
function checkDescription([digits, mispId, status]: Note, record: Readonly<Record<string, unknown>> | undefined) {
  const told = status ?? (mispId === undefined ? undefined : cut(mispId));
  const description = String(record?.description);
  return told === undefined || description.includes(told)
    ? []
    : [`description of ${digits} is ${JSON.stringify(description)}, must tell ${told}`];
}
