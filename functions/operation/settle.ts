import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CATALOG_VERSION } from '../audit/catalog-version.ts';
import * as event from '../audit/events.ts';
import { cut, limits } from '../audit/limits.ts';
import type { OutboxRow } from '../audit/outbox-row.ts';
import { newRowId } from '../audit/row-id.ts';
import type { AuditNote, Trail } from '../audit/trail.ts';
import type { DomainError } from '../domain/errors.ts';
import { type Caller, type Instant, type Misp, NO_MISP_ID } from '../domain/misp.ts';
import { licensesThatLeft, verdictChanges } from '../domain/verdict-changes.ts';
import { Contended, CounterBehind, type MispStore } from '../storage/misp-store.ts';
import {
  type AboutMisp,
  type Change,
  type Decision,
  type NoChange,
  type Outcome,
  type Refusal,
  type Registration,
  refuse,
} from './decision.ts';

/** What the caller is told: the body of the answer, or why not. */
export type Result<Body> =
  | { readonly kind: 'done'; readonly body: Body; readonly nextCursor?: string }
  | { readonly kind: 'refused'; readonly error: DomainError };

/** What every audit row of a request has in common. */
export interface RequestFacts {
  readonly operation: string;
  readonly requestId: string;
  readonly caller: Caller;
  readonly at: Instant;
  readonly hostName: string;
  readonly hostIp: string;
}

/** How often a decision that lost a race is taken again before the caller is asked to retry; a revocation never gives up. */
const MAX_DECISIONS = 5;
/**
 * The longest pause of a revocation behind each so many lost races, since other revocations may be its rivals. It does not
 * pause behind every one: who has just lost a race knows the MISP as it is, and is the most likely to win the next.
 */
const LONGEST_PAUSE_MS = 50;

/** What stands in audit records in place of an id that no MISP can have. */
const INVALID_ID = 'INVALID';

const recordedId = (mispId: string) => (mispId === NO_MISP_ID ? INVALID_ID : mispId);

const recordedNote = (note: AuditNote): AuditNote => {
  const [key, mispId, status] = note;
  if (mispId === undefined) return note;
  // The tuple keeps its length and its key.
  return (status === undefined ? [key, recordedId(mispId)] : [key, recordedId(mispId), status]) as AuditNote;
};

/** Carries out what operations return: stores it with its audit row, and only then gives the result away. */
export class Settlement {
  readonly #store: MispStore;
  readonly #facts: RequestFacts;
  readonly #codeOf: (error: DomainError) => string;

  /** @param codeOf the error code of the deployment's generation, for the records' outcome. */
  constructor(store: MispStore, facts: RequestFacts, codeOf: (error: DomainError) => string) {
    this.#store = store;
    this.#facts = facts;
    this.#codeOf = codeOf;
  }

  /**
   * @returns the result, whose audit row is stored by then.
   * @throws StoreUnavailable when the store does not answer in time; Contended and CounterBehind, which are of its kind, as
   *   they say. Nothing was changed then, or the caller is told so by a retry.
   */
  async settle<Body>(outcome: Outcome<Body>): Promise<Result<Body>> {
    if (outcome.kind === 'about-misp') return this.#settleAboutMisp(outcome);
    if (outcome.kind !== 'registration') return this.#settleUnchanged(outcome);
    const committed = await this.#commit(undefined, outcome);
    if (committed.kind === 'settled') return committed.result;
    throw new CounterBehind('The id drawn for a new MISP is in use');
  }

  /** One row, then the result. */
  async #settleUnchanged<Body>(decision: Refusal | NoChange<Body>): Promise<Result<Body>> {
    await this.#store.putRow(this.#row(decision));
    if (decision.kind === 'refusal') return { kind: 'refused', error: decision.error };
    const { body, nextCursor } = decision;
    return { kind: 'done', body, ...(nextCursor === undefined ? {} : { nextCursor }) };
  }

  /** When the MISP has changed since it was read, the rule decides again from the MISP as it is now. */
  async #settleAboutMisp<Body>({ misp, decide }: AboutMisp<Body>): Promise<Result<Body>> {
    let current = misp;
    for (let attempt = 1; ; attempt += 1) {
      const decision = decide(current);
      if (decision.kind !== 'change') return this.#settleUnchanged(decision);
      const committed = await this.#commit(decision.before, decision);
      if (committed.kind === 'settled') return committed.result;
      current = committed.current;
      if (attempt % MAX_DECISIONS !== 0) continue;
      if (!decision.isRevocation) throw new Contended(`The MISP changed under ${MAX_DECISIONS} decisions`);
      await sleep(Math.random() * LONGEST_PAUSE_MS);
      // What the failed commit has told is old by now. The store ends this loop: it answers only within the request's time.
      current = (await this.#store.get(misp.id)) ?? current;
    }
  }

  async #commit<Body>(
    before: Misp | undefined,
    decision: Change<Body> | Registration<Body>,
  ): Promise<{ kind: 'settled'; result: Result<Body> } | { kind: 'misp-changed'; current: Misp }> {
    const { after, body, ifNameTaken } = decision;
    const isRevocation = decision.kind === 'change' && decision.isRevocation;
    const outcome = await this.#store.commit(before, after, this.#row(decision), randomUUID(), isRevocation);
    // An earlier send of this very decision, whose answer was lost, has made the change: that is the success.
    const isOwn = outcome.kind === 'misp-changed' && outcome.current.lastRequestId === this.#facts.requestId;
    if (outcome.kind === 'committed' || isOwn) return { kind: 'settled', result: { kind: 'done', body } };
    if (outcome.kind === 'misp-changed') return outcome;
    if (outcome.kind === 'too-large') {
      const refusal = refuse({ kind: 'misp-too-large' }, [decision.trail[0], [event.mispTooLarge, after.id]], after.id);
      return { kind: 'settled', result: await this.#settleUnchanged<Body>(refusal) };
    }
    if (ifNameTaken === undefined) throw new Error('A change that takes no name found its name taken');
    return { kind: 'settled', result: await this.#settleUnchanged<Body>(ifNameTaken) };
  }

  #row(decision: Decision<unknown> | Registration<unknown>): OutboxRow {
    const { caller, at, operation, requestId, hostName, hostIp } = this.#facts;
    const stored = decision.kind === 'change' || decision.kind === 'registration' ? decision : undefined;
    const before = decision.kind === 'change' ? decision.before : undefined;
    const mispId = decision.kind === 'refusal' || decision.kind === 'no-change' ? decision.mispId : decision.after.id;
    const [first, ...rest] = decision.trail;
    const trail: Trail = [recordedNote(first), ...rest.map(recordedNote)];
    const removed = stored === undefined ? [] : licensesThatLeft(before, stored.after).map(({ hash }) => hash);
    return {
      id: newRowId(operation, at),
      catalogVersion: CATALOG_VERSION,
      at,
      outcome: decision.kind === 'refusal' ? this.#codeOf(decision.error) : 'success',
      requestId,
      caller: { userId: cut(caller.userId, limits.userId), userName: cut(caller.userName, limits.name) },
      hostName: cut(hostName, limits.name),
      hostIp: cut(hostIp, limits.hostIp),
      ...(mispId === undefined ? {} : { mispId: recordedId(mispId) }),
      ...(stored === undefined ? {} : { version: stored.after.version }),
      trail,
      ...(removed.length === 0 ? {} : { removedLicenseKeyHashes: removed }),
      verdictChanges: stored === undefined ? [] : verdictChanges(before, stored.after, at),
    };
  }
}
