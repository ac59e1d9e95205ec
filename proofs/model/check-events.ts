import { SOURCE_IP } from './ask.ts';
import { checkDescription, recordedId } from './check-description.ts';
import { differences } from './differences.ts';
import type { Call } from './reference/call.ts';
import { catalogueRowOf } from './reference/catalogue.ts';
import type { Expected } from './reference/expect-call.ts';
import type { Note } from './reference/expected.ts';

export type Audit = NonNullable<Expected['audit']>;

/** The fields of a bus event that depend only on the request. */
export interface Event {
  readonly detailType: string;
  readonly time: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

const VERDICT_EVENT = 'LICENSE_VERDICT_CHANGED';
/** The record of a new key: it names the licences removed for it. */
const ISSUED = '121';
/** The record with the verdict of a validation: all other records of the request have it, too. */
const VERDICT = '111';

/**
 * Compares the events of one request, in any order, with the model's: each whole audit record, by the proof's own
 * catalogue, and each domain event.
 * @param rowStem the id of their outbox row without the operation: their ids must begin with it.
 * @param secrets texts that no description may contain.
 * @returns the differences.
 */
export function checkEvents(
  call: Call,
  rowStem: string,
  events: readonly Event[],
  audit: Audit,
  secrets: readonly string[],
): readonly string[] {
  const records = events.filter(({ detailType }) => detailType !== VERDICT_EVENT).toSorted(bySequence);
  const verdictEvents = events.filter(({ detailType }) => detailType === VERDICT_EVENT).toSorted(byHash);
  const descriptions = records.map(({ detail }) => detail.description);
  const hasRepeatedDescription = new Set(descriptions).size < descriptions.length;
  return [
    ...differences(
      records.map((record) => flat(record, 'description')),
      audit.trail.map((note, index) => flat(recordOf(call, rowStem, audit, note, index), 'description')),
    ).map((difference) => `audit record ${difference}`),
    ...audit.trail.flatMap((note, index) =>
      checkDescription(note, catalogueRowOf(note, call.operation), descriptions[index], secrets),
    ),
    // A trail has 104 twice, with two meanings that only the descriptions tell apart.
    ...(hasRepeatedDescription ? [`descriptions are ${JSON.stringify(descriptions)}, must differ`] : []),
    ...differences(
      verdictEvents.map((event) => flat(event, 'recordId')),
      audit.verdicts
        .map((one) => verdictOf(call, audit, one))
        .toSorted(byHash)
        .map((event) => flat(event, 'recordId')),
    ).map((difference) => `domain event ${difference}`),
    ...checkIds(verdictEvents, rowStem, audit.trail.length),
  ];
}

const bySequence = (one: Event, other: Event) => Number(one.detail.sequence) - Number(other.detail.sequence);

const byHash = (one: Event, other: Event) =>
  String(one.detail.licenseKeyHash) < String(other.detail.licenseKeyHash) ? -1 : 1;

/**
 * An event as one flat object without one of its fields. Names with a blank cannot clash with fields of a detail. Lists
 * have no promised order, so sort them.
 */
const flat = ({ detailType, time, detail }: Event, field: string) => ({
  ...{ 'detail type': detailType, 'entry time': time },
  ...Object.fromEntries(
    Object.entries(detail)
      .filter(([name]) => name !== field)
      .map(([name, value]) => [name, Array.isArray(value) ? value.toSorted() : value]),
  ),
});

/** Domain events use the ids of their row that no record has, in any order. */
function checkIds(verdictEvents: readonly Event[], rowStem: string, records: number): readonly string[] {
  const ids = verdictEvents.map(({ detail }) => String(detail.recordId)).toSorted();
  const own = verdictEvents.map((_, index) => `${rowStem}-${records + index + 1}`).toSorted();
  return ids.join() === own.join() ? [] : [`domain events have the ids ${ids.join(', ')}, must have ${own.join(', ')}`];
}

/** The MISP and its version, in records and domain events. */
const factsOf = ({ mispId, version }: Audit) => ({
  ...(mispId === undefined ? {} : { mispId: recordedId(mispId) }),
  ...(version === undefined ? {} : { version }),
});

function recordOf(call: Call, rowStem: string, audit: Audit, note: Note, index: number): Event {
  const [digits, mispId] = note;
  const { eventType, eventName } = catalogueRowOf(note, call.operation);
  const verdict = audit.trail.find(([one]) => one === VERDICT)?.[2];
  const time = new Date(call.at).toISOString();
  return {
    detailType: eventName,
    time,
    detail: {
      recordId: `${rowStem}-${index + 1}`,
      eventId: `PMS_MSP_${digits}`,
      eventType,
      eventName,
      id: mispId === undefined ? 'NO_ID' : recordedId(mispId),
      idType: mispId === undefined ? 'NO_ID_TYPE' : 'MISP ID',
      actionTimeStamp: time,
      applicationId: '10002',
      applicationName: 'Partner management portal',
      moduleId: 'PMS_MSP',
      moduleName: 'MISP Management Service',
      sessionUserId: call.by.userId,
      sessionUserName: call.by.userName,
      createdBy: call.by.userId,
      hostName: call.operation,
      hostIp: SOURCE_IP,
      ...factsOf(audit),
      operation: call.operation,
      outcome: audit.outcome,
      requestId: call.requestId,
      sequence: index + 1,
      ...(audit.licenseKeyHash === undefined ? {} : { licenseKeyHash: audit.licenseKeyHash }),
      ...(verdict === undefined ? {} : { verdict }),
      ...(audit.repeatedRequestId === undefined ? {} : { repeatedRequestId: audit.repeatedRequestId }),
      ...(digits === ISSUED && audit.removed.length > 0 ? { removedLicenseKeyHashes: audit.removed } : {}),
    },
  };
}

function verdictOf({ at }: Call, audit: Audit, { licenseKeyHash, reason, validTo }: Audit['verdicts'][number]): Event {
  const time = new Date(at).toISOString();
  const active = reason === 'VALID';
  return {
    detailType: VERDICT_EVENT,
    time,
    detail: { reason, ...factsOf(audit), licenseKeyHash, active, validTo, changedAt: time },
  };
}
