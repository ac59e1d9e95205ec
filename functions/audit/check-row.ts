import { LAST_INSTANT } from '../domain/date-times.ts';
import { licenseVerdicts } from '../domain/license.ts';
import { MAX_REMOVED_AT_ONCE } from '../domain/license-bounds.ts';
import { isPossibleMispId } from '../domain/misp.ts';
import type { AllowedEvents } from './catalog.ts';
import { isRecordable, limits } from './limits.ts';
import type { OutboxRow } from './outbox-row.ts';
import { readRowId } from './row-id.ts';
import { type RowReader, rowReaders } from './row-readers.ts';

/**
 * Why this code cannot have written a row. `key`: its id names no operation. `foreign`: its operation cannot leave this
 * content. `version`: its catalogue version is unknown here. `malformed`: a required field is missing, or a field is
 * not allowed.
 */
export type RowFault = 'key' | 'foreign' | 'version' | 'malformed';

/** Thrown for a row that cannot be published: it stays in the outbox and is counted as poison. */
export class UnreadableRow extends Error {
  override readonly name = 'UnreadableRow';
  readonly fault: RowFault;
  constructor(fault: RowFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

/** The operation of a row, and the start of its records' ids. */
export interface RowOwner {
  readonly operation: string;
  readonly timeOrderedId: string;
}

/** The parts of a row's id; undefined if it is not the id of one of our rows. */
export function ownerOfRow(id: unknown): RowOwner | undefined {
  const { operation = '', timeOrderedId = '' } = (typeof id === 'string' && readRowId(id)) || {};
  const isKnown = [...rowReaders.values()].some((reader) => Object.hasOwn(reader.allowedEvents, operation));
  return isKnown ? { operation, timeOrderedId } : undefined;
}

type Check = (value: unknown) => boolean;

const isText = (value: unknown): value is string => typeof value === 'string';
const isWhole = (value: unknown, least: number, most: number) =>
  Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;
const isOneOf = (words: readonly string[]) => (value: unknown) => isText(value) && words.includes(value);
const isListOf = (check: Check, most: number) => (value: unknown) =>
  Array.isArray(value) && value.length <= most && value.every(check);
const isAbsentOr = (check: Check) => (value: unknown) => value === undefined || check(value);
const matches = (pattern: RegExp) => (value: unknown) => isText(value) && pattern.test(value);
/** A text for a record: not longer than this, and without line breaks or other unprintable characters. */
const isRecordText = (longest: number) => (value: unknown) =>
  isText(value) && value.length > 0 && value.length <= longest && isRecordable(value);

/** Upper bounds: no request leaves as many records, and no MISP has as many licences. */
const MOST_RECORDS = 20;
const MOST_LICENSES = 2000;
const MOST_NOTICE_DAYS = 3650;
/** Whether a value can be the time of a record. */
export const isInstant: Check = (value) => isWhole(value, 0, LAST_INSTANT);
const isHashBytes: Check = (value) => value instanceof Uint8Array && value.length === 32;
const isHash = matches(/^[0-9a-f]{64}$/);
/** `INVALID`, which replaces an illegal id in records, is itself a legal one. */
const isMispId: Check = (value) => isText(value) && isPossibleMispId(value);
const isVerdict = isOneOf(licenseVerdicts);
const isStatus = isOneOf([...licenseVerdicts, 'active', 'de-active']);
const isNote: Check = (value) => {
  if (!Array.isArray(value) || value.length > 3) return false;
  const [key, mispId, status] = value;
  return isText(key) && isAbsentOr(isMispId)(mispId) && isAbsentOr(isStatus)(status);
};
const isVerdictChange: Check = (value) =>
  hasAll(value, { licenseHash: isHash, verdict: isVerdict, validTo: isInstant });
const isExpiryNotice: Check = (value) =>
  hasAll(value, { licenseHash: isHash, validTo: isInstant, noticeDays: (days) => isWhole(days, 1, MOST_NOTICE_DAYS) });
const isCaller: Check = (value) =>
  hasAll(value, { userId: isRecordText(limits.userId), userName: isRecordText(limits.name) });

function hasAll(value: unknown, checks: Readonly<Record<string, Check>>): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(checks).every(([name, check]) => check(Reflect.get(value, name)));
}

/**
 * The fields that any row may have: none holds arbitrary text. Hand-written, because a library would add a quarter to
 * the publisher's start time.
 */
const fields: Readonly<Record<string, Check>> = {
  at: isInstant,
  outcome: matches(/^(success|PMS_[A-Z]{3,4}_[0-9]{3,4}|KER-ATH-403)$/),
  requestId: isRecordText(limits.userId),
  caller: isCaller,
  hostName: isRecordText(limits.name),
  hostIp: isRecordText(limits.hostIp),
  mispId: isAbsentOr(isMispId),
  version: isAbsentOr((value) => isWhole(value, 1, Number.MAX_SAFE_INTEGER)),
  licenseKeyHash: isAbsentOr(isHashBytes),
  repeatedRequestId: isAbsentOr(isRecordText(limits.userId)),
  trail: isListOf(isNote, MOST_RECORDS),
  removedLicenseKeyHashes: isAbsentOr(isListOf(isHash, MAX_REMOVED_AT_ONCE)),
  verdictChanges: isListOf(isVerdictChange, MOST_LICENSES),
  expiryNotice: isAbsentOr(isExpiryNotice),
};

/** Shows only a number: the value may be anything, so it is not even converted to text. */
const versionOf = ({ catalogVersion }: OutboxRow) =>
  Number.isSafeInteger(catalogVersion) ? `catalogue ${catalogVersion}` : 'this catalogue';

/** A row that may be published: its operation, and the reader of its version. */
export interface CheckedRow extends RowOwner {
  readonly catalog: RowReader['catalog'];
}

/**
 * Checks that a row has only what its operation can leave and a record may have (docs/audit.md, "Records cannot be
 * forged"). So a function that can put the row can act only for that operation, and only with its events.
 * @throws UnreadableRow with the reason.
 */
export function checkRow(row: OutboxRow, readers = rowReaders): CheckedRow {
  // First: a newer version of the code may have operations that are unknown here.
  const reader = readers.get(row.catalogVersion);
  if (reader === undefined) throw new UnreadableRow('version', `No reader for rows of ${versionOf(row)}`);
  const owner = ownerOfRow(row.id);
  if (owner === undefined) throw new UnreadableRow('key', 'The id names no operation');
  if (!hasAll(row, fields)) throw new UnreadableRow('malformed', 'A field that no record may have');
  const allowedEvents = reader.allowedEvents[owner.operation];
  if (allowedEvents === undefined) throw new UnreadableRow('key', 'The operation is of another version');
  checkEvents(row, allowedEvents);
  return { ...owner, catalog: reader.catalog };
}

function checkEvents(row: OutboxRow, { records, domainEvents }: AllowedEvents): void {
  const allowed: readonly string[] = records;
  if (row.trail.some(([key]) => !allowed.includes(key))) throw new UnreadableRow('foreign', 'An audit event');
  const isAnnouncement = row.expiryNotice !== undefined;
  const hasChanges = row.verdictChanges.length > 0;
  if ((hasChanges && domainEvents !== 'verdict-changes') || (isAnnouncement && domainEvents !== 'expiry-notice')) {
    throw new UnreadableRow('foreign', 'A domain event');
  }
  if ((hasChanges || isAnnouncement) && (row.mispId === undefined || row.version === undefined)) {
    throw new UnreadableRow('malformed', 'A domain event lacks its MISP id or its version');
  }
  // Only an announcement has no request; all other rows have a record.
  if (row.trail.length === 0 && !isAnnouncement) throw new UnreadableRow('malformed', 'Nothing to publish');
}
