import { auditSequences } from '../../scenarios/audit-sequences.ts';
import type { Outcome } from './callers.ts';

/** An event of the bus, as far as the books need it. */
export interface Entry {
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** A MISP as it stands in the table. */
export interface StoredMisp {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly isActive: boolean;
  readonly licenses: Readonly<Record<string, unknown>>;
}

const VERDICT_EVENT = 'MISP_UPDATED';

/** Event ids that an operation may leave with an outcome, joined. */
const allowed = new Set(
  auditSequences.map(({ operation, error, events }) => `${operation} ${error ?? 'success'}: ${events.join()}`),
);

const groupBy = <T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> =>
  Map.groupBy(items, keyOf);

/**
 * Compares what callers were answered, what is stored, and what reached the bus.
 * @returns each contradiction in a sentence; empty when the books balance.
 */
export function auditTheBooks(
  outcomes: readonly Outcome[],
  entries: readonly Entry[],
  misps: readonly StoredMisp[],
): readonly string[] {
  return [
    ...duplicates(entries),
    ...incompleteTrails(outcomes, entries),
    ...misps.flatMap((misp) => historyOf(misp, entries)),
    ...changesThatDidNotHappen(misps, entries),
  ];
}

/** The same record may come twice; it must be the same then, and no place of a request may be taken by two. */
function duplicates(entries: readonly Entry[]): readonly string[] {
  const byRecord = groupBy(entries, ({ detail }) => String(detail.recordId));
  const differing = [...byRecord].flatMap(([recordId, copies]) =>
    new Set(copies.map(({ detail }) => JSON.stringify(detail))).size > 1 ? [`Two records have the id ${recordId}`] : [],
  );
  const records = entries.filter(({ detailType }) => detailType !== VERDICT_EVENT);
  const byPlace = groupBy(records, ({ detail }) => `${detail.requestId} ${detail.sequence}`);
  const doubled = [...byPlace].flatMap(([place, copies]) =>
    new Set(copies.map(({ detail }) => detail.recordId)).size > 1 ? [`Two records stand at place ${place}`] : [],
  );
  return [...differing, ...doubled];
}

/** Every answered request has its whole trail; one without an answer has its whole trail or none. */
function incompleteTrails(outcomes: readonly Outcome[], entries: readonly Entry[]): readonly string[] {
  const records = entries.filter(({ detailType }) => detailType !== VERDICT_EVENT);
  const byRequest = groupBy(records, ({ detail }) => String(detail.requestId));
  const answered = outcomes.filter(({ status }) => status === 200);
  const lost = answered.flatMap(({ requestId, errorCode }) => {
    const outcome = byRequest.get(requestId)?.[0]?.detail.outcome;
    const expected = errorCode ?? 'success';
    return outcome === expected ? [] : [`Request ${requestId} was answered ${expected} and its records say ${outcome}`];
  });
  const broken = [...byRequest].flatMap(([requestId, copies]) => {
    const places = new Map(copies.map(({ detail }) => [Number(detail.sequence), String(detail.eventId).slice(-3)]));
    const events = [...places].sort(([a], [b]) => a - b).map(([, eventId]) => eventId);
    const { operation, outcome } = copies[0]!.detail;
    const trail = `${operation} ${outcome}: ${events.join()}`;
    return allowed.has(trail) ? [] : [`Request ${requestId} left a broken trail: ${trail}`];
  });
  return [...lost, ...broken];
}

/** What the records of a MISP's changes say of it, from its registration on. */
function historyOf(misp: StoredMisp, entries: readonly Entry[]): readonly string[] {
  const own = entries.filter(({ detail }) => detail.mispId === misp.id && detail.version !== undefined);
  const byVersion = groupBy(own, ({ detail }) => String(detail.version));
  const violations: string[] = [];
  let status = 'Inprogress';
  let isActive = true;
  let licenses = 0;
  for (let version = 1; version <= misp.version; version += 1) {
    const records = byVersion.get(String(version)) ?? [];
    if (records.length === 0) violations.push(`The records of version ${version} of MISP ${misp.id} are lost`);
    const has = (digits: string) => records.some(({ detail }) => detail.eventId === `PMS_MSP_${digits}`);
    const activity = records.find(({ detail }) => detail.eventId === 'PMS_MSP_113');
    if (has('105')) status = 'rejected';
    else if (has('202')) status = 'approved';
    if (activity !== undefined) isActive = !String(activity.detail.description).endsWith('de-active');
    if (has('121')) licenses += 1;
  }
  if (byVersion.size !== misp.version) {
    violations.push(`MISP ${misp.id} has version ${misp.version}, its records tell of ${byVersion.size}`);
  }
  if (status !== misp.status || isActive !== misp.isActive) {
    violations.push(`MISP ${misp.id} is ${misp.status}, ${misp.isActive}; its records say ${status}, ${isActive}`);
  }
  const stored = Object.keys(misp.licenses).length;
  if (stored !== licenses) violations.push(`MISP ${misp.id} has ${stored} licenses, its records tell of ${licenses}`);
  return violations;
}

function changesThatDidNotHappen(misps: readonly StoredMisp[], entries: readonly Entry[]): readonly string[] {
  const versions = new Map(misps.map(({ id, version }) => [id, version]));
  const told = entries.filter(({ detail }) => detail.version !== undefined);
  const beyond = told.filter(({ detail }) => Number(detail.version) > (versions.get(String(detail.mispId)) ?? 0));
  return [...new Set(beyond.map(({ detail }) => `MISP ${detail.mispId} never had version ${detail.version}`))];
}
