import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CATALOG_VERSION } from '../audit/catalog-version.ts';
import { cut, limits } from '../audit/limits.ts';
import type { OutboxRow } from '../audit/outbox-row.ts';
import { newRowId } from '../audit/row-id.ts';
import type { AuditNote, Trail } from '../audit/trail.ts';
import type { DomainError } from '../domain/errors.ts';
import { type Caller, type Instant, type Misp, NO_MISP_ID } from '../domain/misp.ts';
import { licensesThatLeft, verdictChanges } from '../domain/verdict-changes.ts';
import { type MispStore, StoreUnavailable } from '../storage/misp-store.ts';
import { type Answer, type Change, type Decision, type Refusal, refuse } from './decision.ts';

/** What the caller is told: the body of the answer, or why not. */
export type Result<Body> =
  | { readonly kind: 'done'; readonly body: Body; readonly nextCursor?: string }
  | { readonly kind: 'refused'; readonly error: DomainError };

/**
 * A result whose audit row is stored. Only this module can make one, and the HTTP layer answers with nothing else: so no
 * answer leaves before its audit.
 */
class StoredResult<Body> {
  readonly #stored = true;
  readonly result: Result<Body>;
  constructor(result: Result<Body>) {
    this.result = result;
  }
  get isStored(): boolean {
    return this.#stored;
  }
}
export type Settled<Body> = StoredResult<Body>;

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
/** The longest pause of a revocation that has lost that many races: its rivals are many, and so may other revocations be. */
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

/** Carries decisions out: stores what they say, with their audit rows, and only then gives the result away. */
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

  /** Settles a decision that changes nothing: one row, then the result. */
  async settle<Body>(decision: Refusal | Answer<Body>): Promise<Settled<Body>> {
    await this.#store.putRow(this.#row(decision));
    if (decision.kind === 'refusal') return new StoredResult({ kind: 'refused', error: decision.error });
    const { body, nextCursor } = decision;
    return new StoredResult({ kind: 'done', body, ...(nextCursor === undefined ? {} : { nextCursor }) });
  }

  /**
   * Settles what a rule decides of a MISP. When the MISP has changed since it was read, the rule decides again from the
   * MISP as it is now.
   * @throws StoreUnavailable after five lost races, or for a revocation when the request's time is up: nothing was changed,
   *   the caller may retry.
   */
  async settleChange<Body>(misp: Misp, decide: (current: Misp) => Decision<Body>): Promise<Settled<Body>> {
    let current = misp;
    for (let attempt = 1; ; attempt += 1) {
      const decision = decide(current);
      if (decision.kind !== 'change') return this.settle(decision);
      const outcome = await this.#commit(decision);
      if (outcome.kind === 'settled') return outcome.result;
      current = outcome.current;
      if (attempt < MAX_DECISIONS) continue;
      if (!decision.isRevocation) throw new StoreUnavailable(`The MISP changed under ${MAX_DECISIONS} decisions`);
      await sleep(Math.random() * LONGEST_PAUSE_MS);
      // What the failed commit has told is old by now. The store ends this loop: it answers only within the request's time.
      current = (await this.#store.get(misp.id)) ?? current;
    }
  }

  /** Settles the registration of a MISP. */
  async settleNew<Body>(decision: Change<Body>): Promise<Settled<Body>> {
    const outcome = await this.#commit(decision);
    if (outcome.kind === 'settled') return outcome.result;
    throw new StoreUnavailable('The id drawn for a new MISP is in use: the counter is behind the table');
  }

  async #commit<Body>(
    decision: Change<Body>,
  ): Promise<{ kind: 'settled'; result: Settled<Body> } | { kind: 'misp-changed'; current: Misp }> {
    const { before, after, body, ifNameTaken } = decision;
    const outcome = await this.#store.commit(before, after, this.#row(decision), randomUUID());
    // An earlier send of this very decision, whose answer was lost, has made the change: that is the success.
    const isOwn = outcome.kind === 'misp-changed' && outcome.current.lastRequestId === this.#facts.requestId;
    if (outcome.kind === 'committed' || isOwn) {
      return { kind: 'settled', result: new StoredResult({ kind: 'done', body }) };
    }
    if (outcome.kind === 'misp-changed') return outcome;
    if (outcome.kind === 'too-large') {
      const refusal = refuse({ kind: 'misp-too-large' }, [decision.trail[0], ['463', after.id]], after.id);
      return { kind: 'settled', result: await this.settle<Body>(refusal) };
    }
    if (ifNameTaken === undefined) throw new Error('A change that takes no name found its name taken');
    return { kind: 'settled', result: await this.settle<Body>(ifNameTaken) };
  }

  #row(decision: Decision<unknown>): OutboxRow {
    const { caller, at, operation, requestId, hostName, hostIp } = this.#facts;
    const change = decision.kind === 'change' ? decision : undefined;
    const mispId = decision.kind === 'change' ? decision.after.id : decision.mispId;
    const [first, ...rest] = decision.trail;
    const trail: Trail = [recordedNote(first), ...rest.map(recordedNote)];
    const removed = change === undefined ? [] : licensesThatLeft(change.before, change.after).map(({ hash }) => hash);
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
      ...(change === undefined ? {} : { version: change.after.version }),
      trail,
      ...(removed.length === 0 ? {} : { removedLicenseKeyHashes: removed }),
      verdictChanges: change === undefined ? [] : verdictChanges(change.before, change.after, at),
    };
  }
}
