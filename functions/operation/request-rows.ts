import type { MispKey, PlainKey } from '../audit/catalog.ts';
import { CATALOG_VERSION } from '../audit/catalog-version.ts';
import * as event from '../audit/events.ts';
import { cut, limits } from '../audit/limits.ts';
import type { OutboxRow } from '../audit/outbox-row.ts';
import { newRowId } from '../audit/row-id.ts';
import type { AuditNote, Trail } from '../audit/trail.ts';
import type { DomainError } from '../domain/errors.ts';
import { type Caller, type Instant, type Misp, NO_MISP_ID } from '../domain/misp.ts';
import { removedLicenses, verdictChanges } from '../domain/verdict-changes.ts';
import type { IdempotencyRecord } from '../storage/idempotency-record.ts';
import type { Decision } from './decision.ts';

/** The fields that all audit rows of a request share. */
export interface RequestFacts {
  readonly operation: string;
  readonly requestId: string;
  readonly caller: Caller;
  readonly at: Instant;
  readonly hostName: string;
  readonly hostIp: string;
  /** The MISP id of the path; `NO_MISP_ID` for an illegal one. */
  readonly mispId?: string;
}

/** The outcome in the audit row of a request that was not refused. */
const SUCCESS = 'success';

/** Replaces an illegal MISP id in audit records. */
const INVALID_ID = 'INVALID';

const recordedId = (mispId: string) => (mispId === NO_MISP_ID ? INVALID_ID : mispId);

const recordedNote = (note: AuditNote): AuditNote => {
  const [key, mispId, status] = note;
  if (mispId === undefined) return note;
  // The tuple keeps its length and its key.
  return (status === undefined ? [key, recordedId(mispId)] : [key, recordedId(mispId), status]) as AuditNote;
};

/** Writes the audit rows of one request. */
export class RequestRows {
  readonly #facts: RequestFacts;
  readonly #codeOf: (error: DomainError) => string;

  /** @param codeOf the error code in the deployment's generation of codes. */
  constructor(facts: RequestFacts, codeOf: (error: DomainError) => string) {
    this.#facts = facts;
    this.#codeOf = codeOf;
  }

  /** A note with the MISP that the request names, or without one. */
  noteAboutAsked(plain: PlainKey, ofMisp: MispKey): AuditNote {
    const { mispId } = this.#facts;
    return mispId === undefined ? [plain] : [ofMisp, mispId];
  }

  /**
   * The row of a repeat, which only says that the answer was repeated.
   * @param refused the error that was repeated, if it was one.
   */
  ofRepeat(first: IdempotencyRecord, refused?: DomainError, mispId?: string, licenseHash?: string): OutboxRow {
    const outcome = this.#outcomeOf(refused);
    const trail: Trail = [mispId === undefined ? [event.requestRepeated] : [event.requestRepeatedAboutMisp, mispId]];
    return { ...this.#commonRow(trail, outcome, mispId, licenseHash), repeatedRequestId: first.requestId };
  }

  /** The row of a decision: its trail, and what it changes. @param before the MISP as read, unless it is new. */
  of(decision: Decision<unknown>, before?: Misp): OutboxRow {
    const stored = decision.kind === 'change' ? decision : undefined;
    const outcome = this.#outcomeOf(decision.kind === 'refusal' ? decision.error : undefined);
    const removed = stored === undefined ? [] : removedLicenses(before, stored.after).map(({ hash }) => hash);
    return {
      ...this.#commonRow(decision.trail, outcome, mispIdOf(decision), licenseHashOf(decision)),
      ...(stored === undefined ? {} : { version: stored.after.version }),
      ...(removed.length === 0 ? {} : { removedLicenseKeyHashes: removed }),
      verdictChanges: stored === undefined ? [] : verdictChanges(before, stored.after, this.#facts.at),
    };
  }

  #commonRow([first, ...rest]: Trail, outcome: string, mispId?: string, licenseHash?: string): OutboxRow {
    const { caller, at, operation, requestId, hostName, hostIp } = this.#facts;
    return {
      id: newRowId(operation, at),
      catalogVersion: CATALOG_VERSION,
      at,
      outcome,
      requestId,
      caller: { userId: cut(caller.userId, limits.userId), userName: cut(caller.userName, limits.name) },
      hostName: cut(hostName, limits.name),
      hostIp: cut(hostIp, limits.hostIp),
      ...(mispId === undefined ? {} : { mispId: recordedId(mispId) }),
      ...(licenseHash === undefined ? {} : { licenseKeyHash: Buffer.from(licenseHash, 'hex') }),
      trail: [recordedNote(first), ...rest.map(recordedNote)],
      verdictChanges: [],
    };
  }

  #outcomeOf(refused: DomainError | undefined): string {
    return refused === undefined ? SUCCESS : this.#codeOf(refused);
  }
}

/** The MISP that a decision is about. */
function mispIdOf(decision: Decision<unknown>): string | undefined {
  if (decision.kind === 'refusal') return decision.mispId;
  return decision.kind === 'no-change' ? decision.misp?.id : decision.after.id;
}

/** The one licence that a decision is about. */
export function licenseHashOf(decision: Decision<unknown>): string | undefined {
  return decision.kind === 'refusal' ? decision.licenseHash : decision.license?.hash;
}
