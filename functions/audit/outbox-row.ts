import type { Caller, Instant } from '../domain/misp.ts';
import type { VerdictChange } from '../domain/verdict-changes.ts';
import type { AuditNote } from './trail.ts';

/** The licence of a MISP that runs out, its end, and the threshold that is due (docs/rules.md, "Last expiry"). */
export interface NoticeOfExpiry {
  readonly licenseHash: string;
  readonly validTo: Instant;
  readonly noticeDays: number;
}

/**
 * Everything that one request leaves for the bus: its audit records and its domain events, in one row. Shared fields are stored
 * once; `publish-audit` expands them (`expand-row.ts`).
 */
export interface OutboxRow {
  /** The key: the operation and a time-ordered id (`row-id.ts`). The row does not repeat either. */
  readonly id: string;
  readonly catalogVersion: number;
  /** The single clock reading of the request: the time of every record. */
  readonly at: Instant;
  /** `success` or the error code. */
  readonly outcome: string;
  readonly requestId: string;
  readonly caller: Caller;
  /** The function's name and the caller's source address. */
  readonly hostName: string;
  readonly hostIp: string;
  /** The MISP of the request, if known. */
  readonly mispId?: string;
  /** The MISP's version after the change; absent if nothing changed. */
  readonly version?: number;
  /** The licence of the request: SHA-256 of its key, 32 bytes. */
  readonly licenseKeyHash?: Uint8Array;
  /** The earlier request whose answer was repeated. */
  readonly repeatedRequestId?: string;
  /** Empty in an announcement, which has no request. */
  readonly trail: readonly AuditNote[];
  /** Licences removed from the MISP when a new one was issued; absent if none was. */
  readonly removedLicenseKeyHashes?: readonly string[];
  readonly verdictChanges: readonly VerdictChange[];
  /** Only in an announcement. */
  readonly expiryNotice?: NoticeOfExpiry;
}
