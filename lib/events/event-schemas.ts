import * as z from 'zod/mini';
import { EXPIRY_EVENT, VERDICT_EVENT } from '../../functions/audit/expand-row.ts';
import { limits } from '../../functions/audit/limits.ts';
import { rowReaders } from '../../functions/audit/row-readers.ts';
import { licenseVerdicts } from '../../functions/domain/license.ts';
import { MAX_REMOVED_AT_ONCE } from '../../functions/domain/license-bounds.ts';
import { MAX_MISP_ID_LENGTH } from '../../functions/domain/misp.ts';
import { operations } from '../../functions/operations.ts';

/**
 * The `detail` of each kind of event. The functions do not import this: checking their own events would slow down every
 * start of the publisher. Tests and proofs check every event against these schemas.
 */

/** A non-empty text. */
const text = (longest: number) => z.string().check(z.minLength(1), z.maxLength(longest));
const matching = (pattern: RegExp) => z.string().check(z.regex(pattern));
const fromOneOn = () => z.int().check(z.minimum(1));
const instant = () => z.iso.datetime({ precision: 3 });
const licenseKeyHash = () => matching(/^[0-9a-f]{64}$/);
const mispId = () =>
  z.string().check(z.minLength(1), z.maxLength(MAX_MISP_ID_LENGTH), z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/));
const recordId = () => matching(/^[0-9A-HJKMNP-TV-Z]{26}-[1-9][0-9]*$/);

/** All catalogue versions, because an outbox may still have rows of an older one. */
const rows = [...rowReaders.values()].flatMap(({ catalog }) => Object.values(catalog));
const valuesOf = (field: 'eventId' | 'eventName' | 'eventType') => [...new Set(rows.map((row) => row[field]))].sort();
/** The names of audit events, which are also detail-types. */
const eventNames = valuesOf('eventName');

export const auditRecord = z.object({
  recordId: recordId(),
  eventId: z.enum(valuesOf('eventId')),
  eventType: z.enum(valuesOf('eventType')),
  eventName: z.enum(eventNames),
  description: text(2048),
  id: text(64),
  idType: z.enum(['MISP ID', 'NO_ID_TYPE']),
  actionTimeStamp: instant(),
  applicationId: z.literal('10002'),
  applicationName: z.literal('Partner management portal'),
  moduleId: z.literal('PMS_MSP'),
  moduleName: z.literal('MISP Management Service'),
  sessionUserId: text(limits.userId),
  sessionUserName: text(limits.name),
  createdBy: text(limits.userId),
  hostName: text(limits.name),
  hostIp: text(limits.hostIp),
  mispId: z.optional(mispId()),
  operation: z.enum(operations.map(({ name }) => name)),
  outcome: matching(/^(success|PMS_[A-Z]{3,4}_[0-9]{3,4}|KER-ATH-403)$/),
  requestId: text(limits.userId),
  sequence: fromOneOn(),
  version: z.optional(fromOneOn()),
  licenseKeyHash: z.optional(licenseKeyHash()),
  verdict: z.optional(z.enum(licenseVerdicts)),
  repeatedRequestId: z.optional(text(limits.userId)),
  removedLicenseKeyHashes: z.optional(
    z.array(licenseKeyHash()).check(z.minLength(1), z.maxLength(MAX_REMOVED_AT_ONCE)),
  ),
});

export const licenseVerdictChanged = z.object({
  recordId: recordId(),
  mispId: mispId(),
  version: fromOneOn(),
  licenseKeyHash: licenseKeyHash(),
  active: z.boolean(),
  validTo: instant(),
  reason: z.enum(licenseVerdicts),
  changedAt: instant(),
});

export const licensesExpiring = z.object({
  recordId: recordId(),
  mispId: mispId(),
  version: fromOneOn(),
  licenseKeyHash: licenseKeyHash(),
  validTo: instant(),
  daysLeft: z.int().check(z.minimum(0)),
  notice: fromOneOn(),
});

interface Kind {
  /** The schema of its `detail`. */
  readonly schema: z.ZodMiniObject;
  /** The detail-types of its events. */
  readonly detailTypes: readonly string[];
}

/** The kinds of events, by the name of their schema in the documents. */
export const eventKinds = {
  AuditRecord: { schema: auditRecord, detailTypes: eventNames },
  LicenseVerdictChanged: { schema: licenseVerdictChanged, detailTypes: [VERDICT_EVENT] },
  LicensesExpiring: { schema: licensesExpiring, detailTypes: [EXPIRY_EVENT] },
} as const satisfies Readonly<Record<string, Kind>>;

export type EventKind = keyof typeof eventKinds;
export const eventKindNames = Object.keys(eventKinds) as readonly EventKind[];
