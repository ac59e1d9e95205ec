import { setTimeout as sleep } from 'node:timers/promises';
import * as event from '../audit/events.ts';
import type { Trail } from '../audit/trail.ts';
import type { DomainError, DomainErrorKind } from '../domain/errors.ts';
import { findLicense } from '../domain/license.ts';
import type { Misp } from '../domain/misp.ts';
import type { IdempotencyRecord } from '../storage/idempotency-record.ts';
import { type CommitOutcome, Contended, CounterBehind, type MispStore } from '../storage/misp-store.ts';
import {
  type AboutMisp,
  type Change,
  type Decision,
  type NoChange,
  type Outcome,
  type Refusal,
  refuse,
} from './decision.ts';
import type { Repeatable } from './idempotency.ts';
import { RejectedInput } from './rejected-input.ts';
import { Repeats } from './repeats.ts';
import { licenseHashOf, type RequestFacts, RequestRows } from './request-rows.ts';
import type { Result } from './result.ts';
import { isWanted, type WantedVersions } from './retry-headers.ts';

/** The retry headers of a request, and how to repeat its answer. */
export interface RetryTerms {
  readonly ifMatch?: WantedVersions | undefined;
  readonly repeatable?: Repeatable | undefined;
}

/**
 * Refusals of an unknown MISP or licence: they come before the check of the version (docs/rules.md, "The order of
 * checks").
 */
const UNKNOWN: ReadonlySet<DomainErrorKind> = new Set(['unknown-misp', 'unknown-license', 'license-of-another-misp']);

/** How many decisions may lose their race before the caller is asked to retry; a revocation never gives up. */
const MAX_DECISIONS = 5;
/**
 * A revocation pauses after every few lost races, at most this long, because its rivals may be revocations, too. It
 * does not pause after every lost race: it has just read the MISP, and is the most likely to win the next.
 */
const LONGEST_PAUSE_MS = 50;

/** The result of one decision, or the current MISP if it has changed since it was read. */
type Attempt<Body> =
  | { readonly kind: 'settled'; readonly result: Result<Body> }
  | { readonly kind: 'misp-changed'; readonly current: Misp };

/** Carries out the decisions of operations: stores each with its audit row, and only then returns the result. */
export class Settlement {
  readonly #store: MispStore;
  readonly #facts: RequestFacts;
  readonly #rows: RequestRows;
  readonly #repeats: Repeats;
  readonly #ifMatch: WantedVersions;

  /** @param codeOf the error code in the deployment's generation of codes, for the outcome in the audit records. */
  constructor(
    store: MispStore,
    facts: RequestFacts,
    codeOf: (error: DomainError) => string,
    { ifMatch = '*', repeatable }: RetryTerms = {},
  ) {
    this.#store = store;
    this.#facts = facts;
    this.#rows = new RequestRows(facts, codeOf);
    this.#repeats = new Repeats(store, facts, this.#rows, repeatable);
    this.#ifMatch = ifMatch;
  }

  /**
   * @returns the result, with its audit row stored.
   * @throws StoreUnavailable if the store does not answer in time, including its subclasses Contended and
   *   CounterBehind. Nothing was changed then, or a retry reports the change.
   */
  async settle<Body>(outcome: Outcome<Body>): Promise<Result<Body>> {
    if (outcome.kind === 'about-misp') {
      return this.#settleAboutMisp(outcome).catch((error: unknown) => this.#repeatInsteadOf<Body>(error));
    }
    if (outcome.kind !== 'change') return this.#settleUnchanged(outcome);
    const committed = await this.#commit(undefined, outcome);
    if (committed.kind === 'settled') return committed.result;
    throw new CounterBehind('The id drawn for a new MISP is in use');
  }

  /** Refuses the operation for a missing right, and records that. */
  async denyAccess(): Promise<Result<never>> {
    const trail = this.#rows.noteAboutAsked(event.accessDenied, event.accessDeniedToMisp);
    return this.#settleUnchanged(refuse({ kind: 'access-denied' }, [trail], this.#facts.mispId));
  }

  /**
   * An end that was possible for the request may be so no more for the MISP, after a change by a server with a faster
   * clock. Perhaps this request repeats one that was earlier than that.
   */
  async #repeatInsteadOf<Body>(error: unknown): Promise<Result<Body>> {
    const earlier = error instanceof RejectedInput ? await this.#repeats.recall() : undefined;
    if (earlier === undefined) throw error;
    return this.#repeat(earlier);
  }

  /** One row, then the result. */
  async #settleUnchanged<Body>(decision: Refusal | NoChange<Body>): Promise<Result<Body>> {
    const earlier = await this.#repeats.causeOf(decision);
    if (earlier !== undefined) return this.#repeat(earlier);
    const kept = this.#repeats.recordOf(decision);
    if (kept === undefined) await this.#store.putRow(this.#rows.of(decision));
    else {
      const outcome = await this.#store.putRowOnce(this.#rows.of(decision), kept);
      if (outcome.kind === 'repeated' && !this.#repeats.isOwn(outcome.first, kept)) return this.#repeat(outcome.first);
    }
    return this.#resultOf(decision);
  }

  /**
   * Keeps the outcome of a request with `If-Match` that changes nothing, but only while the MISP has its version.
   * Otherwise a concurrent repeat could be refused for another version, and the two answers would contradict each
   * other. The MISP is written unchanged with the condition of a change, which needs no further grant.
   */
  async #keepUnchanged<Body>(
    decision: Refusal | NoChange<Body>,
    misp: Misp,
    kept: IdempotencyRecord,
  ): Promise<Attempt<Body>> {
    const outcome = await this.#store.commit(misp, misp, this.#rows.of(decision), false, kept);
    if (outcome.kind === 'misp-changed') return outcome;
    if (outcome.kind === 'committed' || (outcome.kind === 'repeated' && this.#repeats.isOwn(outcome.first, kept))) {
      return { kind: 'settled', result: this.#resultOf(decision) };
    }
    // If the service did not write the item, it may be at the size limit, without room for the attributes of today's
    // code: then there is no condition.
    const result = outcome.kind === 'repeated' ? this.#repeat<Body>(outcome.first) : this.#settleUnchanged(decision);
    return { kind: 'settled', result: await result };
  }

  #resultOf<Body>(decision: Refusal | NoChange<Body>): Result<Body> {
    if (decision.kind === 'refusal') return { kind: 'refused', error: decision.error };
    const { body, misp, nextCursor } = decision;
    return {
      kind: 'done',
      body,
      ...(misp === undefined ? {} : { version: misp.version }),
      ...(nextCursor === undefined ? {} : { nextCursor }),
    };
  }

  /** If the MISP has changed since it was read, the rule decides again on its current state. */
  async #settleAboutMisp<Body>({ misp, decide }: AboutMisp<Body>): Promise<Result<Body>> {
    let current = misp;
    for (let attempt = 1; ; attempt += 1) {
      const decision = this.#ifWanted(decide(current), current);
      const settled = await this.#settleOnce(decision, current);
      if (settled.kind === 'settled') return settled.result;
      current = settled.current;
      if (attempt % MAX_DECISIONS !== 0) continue;
      if (!(decision.kind === 'change' && decision.isRevocation))
        throw new Contended(`The MISP changed during each of ${MAX_DECISIONS} decisions`);
      await sleep(Math.random() * LONGEST_PAUSE_MS);
      // The state from the failed commit is outdated by now. The store ends this loop: it answers only within the
      // request's time.
      current = (await this.#store.get(misp.id)) ?? current;
    }
  }

  #settleOnce<Body>(decision: Decision<Body>, current: Misp): Promise<Attempt<Body>> {
    return decision.kind === 'change' ? this.#commit(current, decision) : this.#leaveUnchanged(decision, current);
  }

  /** @param misp as read; absent if there is none. */
  async #leaveUnchanged<Body>(decision: Refusal | NoChange<Body>, misp: Misp | undefined): Promise<Attempt<Body>> {
    const kept = this.#ifMatch === '*' ? undefined : this.#repeats.recordOf(decision);
    if (misp !== undefined && kept !== undefined) return this.#keepUnchanged(decision, misp, kept);
    return { kind: 'settled', result: await this.#settleUnchanged(decision) };
  }

  /** The decision, unless the caller wants another version of the MISP. */
  #ifWanted<Body>(decision: Decision<Body>, misp: Misp): Decision<Body> {
    const { id, version } = misp;
    if (isWanted(this.#ifMatch, version)) return decision;
    if (decision.kind === 'refusal' && UNKNOWN.has(decision.error.kind)) return decision;
    const trail: Trail = [decision.trail[0], [event.versionMismatch, id]];
    return refuse({ kind: 'version-mismatch' }, trail, id, existingLicense(decision, misp));
  }

  async #commit<Body>(before: Misp | undefined, decision: Change<Body>): Promise<Attempt<Body>> {
    const { after, body, ifNameTaken, isRevocation } = decision;
    const row = this.#rows.of(decision, before);
    const record = this.#repeats.recordOf(decision);
    const outcome = await this.#store.commit(before, after, row, isRevocation, record);
    // An earlier send of this decision made the change, and its answer was lost: this is a success.
    if (outcome.kind === 'committed' || this.#isOwn(outcome, decision, record)) {
      return { kind: 'settled', result: { kind: 'done', body, version: after.version } };
    }
    switch (outcome.kind) {
      case 'repeated':
        return { kind: 'settled', result: await this.#repeat<Body>(outcome.first) };
      case 'misp-changed':
        return outcome;
      case 'too-large': {
        const trail: Trail = [decision.trail[0], [event.mispTooLarge, after.id]];
        const refusal = refuse({ kind: 'misp-too-large' }, trail, after.id, existingLicense(decision, before));
        return { kind: 'settled', result: await this.#settleUnchanged<Body>(refusal) };
      }
      case 'name-taken':
        if (ifNameTaken === undefined) throw new Error('A change that takes no name found its name taken');
        return this.#leaveUnchanged<Body>(ifNameTaken, before);
    }
  }

  /**
   * Whether a send failed because of an item that an earlier send of the same decision stored. The request id alone does
   * not show that: AWS may invoke a function twice for one request, and the other invocation has drawn another key or id
   * (https://repost.aws/knowledge-center/lambda-function-duplicate-invocations).
   */
  #isOwn(outcome: CommitOutcome, decision: Change<unknown>, record: IdempotencyRecord | undefined): boolean {
    if (outcome.kind === 'misp-changed') return this.#isOwnChange(outcome.current, decision);
    if (outcome.kind !== 'repeated') return false;
    const { first, current } = outcome;
    return this.#repeats.isOwn(first, record) || (current !== undefined && this.#isOwnChange(current, decision));
  }

  #isOwnChange(current: Misp, { after, license }: Change<unknown>): boolean {
    const hasLicense = license === undefined || findLicense(current, license.hash) !== undefined;
    return current.lastRequestId === this.#facts.requestId && current.version === after.version && hasLicense;
  }

  /** Repeats the answer of the first request with the same idempotency key, or refuses if that was another request. */
  async #repeat<Body>(first: IdempotencyRecord): Promise<Result<Body>> {
    const answer = await this.#repeats.answerOf<Body>(first);
    if (answer !== undefined) return answer;
    const trail = this.#rows.noteAboutAsked(event.idempotencyKeyConflict, event.idempotencyKeyConflictAboutMisp);
    return this.#settleUnchanged(refuse({ kind: 'idempotency-key-conflict' }, [trail], this.#facts.mispId));
  }
}

/** The licence of a decision, if the MISP has it although the decision is not carried out. */
function existingLicense(decision: Decision<unknown>, misp: Misp | undefined) {
  const hash = licenseHashOf(decision);
  return hash !== undefined && misp !== undefined && findLicense(misp, hash) !== undefined ? hash : undefined;
}
