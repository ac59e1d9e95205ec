import type { Caller, Instant } from '../domain/misp.ts';
import type { VerdictChange } from '../domain/verdict-changes.ts';
import type { AuditNote } from './trail.ts';

/** Which licence of a MISP runs out, when, and which threshold fell due (docs/rules.md, "Running out"). */
export interface NoticeOfExpiry {
  readonly licenseHash: string;
  readonly validTo: Instant;
  readonly noticeDays: number;
}

/**
 * Everything that one request leaves for the bus: its audit records and its domain events, in one row. The fields that all
 * of them share stand once; `publish-audit` writes them out (`expand-row.ts`).
 */
export interface OutboxRow {
  /** The key: the operation and a time-ordered id (`row-id.ts`). Neither stands in the row a second time. */
  readonly id: string;
  readonly catalogVersion: number;
  /** The request's one reading of the clock: the time of every record. */
  readonly at: Instant;
  /** `success` or the error code. */
  readonly outcome: string;
  readonly requestId: string;
  readonly caller: Caller;
  /** The function's name and the caller's source address. */
  readonly hostName: string;
  readonly hostIp: string;
  /** The MISP that the request was about, when known. */
  readonly mispId?: string;
  /** The MISP's version after the change; absent where nothing changed. */
  readonly version?: number;
  /** The one licence that the request was about: SHA-256 of its key, 32 bytes. */
  readonly licenseKeyHash?: Uint8Array;
  /** The request whose answer this one was given again. */
  readonly repeatedRequestId?: string;
  /** Empty in an announcement, which is the request of nobody. */
  readonly trail: readonly AuditNote[];
  /** Licences that left the MISP when a new one was issued; absent where none did. */
  readonly removedLicenseKeyHashes?: readonly string[];
  readonly verdictChanges: readonly VerdictChange[];
  /** Of an announcement only. */
  readonly expiryNotice?: NoticeOfExpiry;
}
