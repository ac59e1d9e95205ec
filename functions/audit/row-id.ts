import { randomBytes } from 'node:crypto';
import type { Instant } from '../domain/misp.ts';

/** Crockford's alphabet, as in ULIDs. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const ROW_ID = /^([a-z-]{1,64})#([0-9A-HJKMNP-TV-Z]{26})$/;

const DIGITS_OF_ID = 16;
const IDS_AT_ONCE = 128;
/**
 * Random bytes for later ids, one for each digit. Asking the system for each id would take longer than everything else
 * about it.
 */
let pool = Buffer.alloc(0);
let used = 0;

/** The parts of a row's id. */
export interface RowId {
  readonly operation: string;
  /** The start of the ids of the row's records. */
  readonly timeOrderedId: string;
}

/**
 * A new id of an outbox row, which is its key: the operation, so that a role can be limited to its own rows, then an id
 * that sorts by time, in the form of a ULID: 10 characters of milliseconds, 16 of randomness. That part has no `-`, so
 * that the `-<sequence>` of a record's id is unambiguous.
 */
export function newRowId(operation: string, at: Instant): string {
  let time = '';
  for (let rest = at; time.length < 10; rest = Math.floor(rest / 32)) time = DIGITS.charAt(rest % 32) + time;
  return `${operation}#${time}${randomDigits()}`;
}

function randomDigits(): string {
  if (used === pool.length) {
    pool = randomBytes(DIGITS_OF_ID * IDS_AT_ONCE);
    used = 0;
  }
  let digits = '';
  for (const end = used + DIGITS_OF_ID; used < end; used += 1) digits += DIGITS.charAt(pool.readUInt8(used) % 32);
  return digits;
}

/** The parts of a row's id; undefined for a text that is not one. The operation need not exist. */
export function readRowId(id: string): RowId | undefined {
  const [, operation, timeOrderedId] = ROW_ID.exec(id) ?? [];
  return operation === undefined || timeOrderedId === undefined ? undefined : { operation, timeOrderedId };
}

/** All ids of an operation's rows, as a pattern for `dynamodb:LeadingKeys`. */
export function rowIdPattern<Operation extends string>(operation: Operation): `${Operation}#*` {
  return `${operation}#*`;
}

/** Identifies the transaction that stores a row, so that a repeated send stores nothing twice: 26 of at most 36 characters. */
export const tokenOf = (id: string): string => id.slice(-26);
