import { isDeepStrictEqual } from 'node:util';
import type { DomainErrorKind } from '../domain/errors.ts';
import type { IdempotencyRecord, KeptOutcome } from '../storage/idempotency-record.ts';
import type { MispStore } from '../storage/misp-store.ts';
import type { Decision } from './decision.ts';
import { doneFacts, forgetAtFor, type Repeatable } from './idempotency.ts';
import { shownKey } from './license-key-visibility.ts';
import type { RequestFacts, RequestRows } from './request-rows.ts';
import type { Result } from './result.ts';

/** Refusals that are not kept: a repeat is decided again. */
const NOT_KEPT: ReadonlySet<DomainErrorKind> = new Set([
  'access-denied',
  'idempotency-key-conflict',
  'misp-too-large',
  'version-mismatch',
]);

/** Refusals that may be caused by the first of several equal requests. */
const CAUSED_BY_EARLIER_REQUEST: ReadonlySet<DomainErrorKind> = new Set(['misp-too-large', 'version-mismatch']);

/**
 * What one request keeps for its repeats, and how it is answered if it repeats an earlier one
 * (docs/decisions/0010-safe-retries.md). Without an idempotency key it keeps and finds nothing.
 */
export class Repeats {
  readonly #store: MispStore;
  readonly #facts: RequestFacts;
  readonly #rows: RequestRows;
  readonly #repeatable: Repeatable | undefined;

  constructor(store: MispStore, facts: RequestFacts, rows: RequestRows, repeatable: Repeatable | undefined) {
    this.#store = store;
    this.#facts = facts;
    this.#rows = rows;
    this.#repeatable = repeatable;
  }

  /** The decision's outcome for repeats; undefined if none is kept. */
  recordOf(decision: Decision<unknown>): IdempotencyRecord | undefined {
    if (this.#repeatable === undefined) return undefined;
    const outcome = keptOutcome(decision);
    if (outcome === undefined) return undefined;
    const { id, fingerprint } = this.#repeatable;
    const { requestId, at } = this.#facts;
    return { id, requestId, fingerprint, outcome, forgetAt: forgetAtFor(at) };
  }

  /** Whether an earlier send of this very decision has kept this outcome. */
  isOwn({ requestId, outcome }: IdempotencyRecord, record: IdempotencyRecord | undefined): boolean {
    return requestId === this.#facts.requestId && isDeepStrictEqual(outcome, record?.outcome);
  }

  /** The kept outcome of an earlier request with the same idempotency key. */
  async recall(): Promise<IdempotencyRecord | undefined> {
    return this.#repeatable && this.#store.recall(this.#repeatable.id, this.#facts.at);
  }

  /**
   * The kept outcome of an earlier request with the same idempotency key, if this one is refused for what that one may
   * have caused: another version, or a MISP without room. Such refusals are not kept, so no stored item reveals the
   * repeat.
   */
  async causeOf(decision: Decision<unknown>): Promise<IdempotencyRecord | undefined> {
    const isPerhaps = decision.kind === 'refusal' && CAUSED_BY_EARLIER_REQUEST.has(decision.error.kind);
    return isPerhaps ? this.recall() : undefined;
  }

  /**
   * Repeats the answer of the first request with the same idempotency key, and only records that.
   * @returns undefined if that was another request.
   */
  async answerOf<Body>(first: IdempotencyRecord): Promise<Result<Body> | undefined> {
    const repeatable = this.#repeatable;
    if (repeatable === undefined) throw new Error('A repeat has no idempotency key');
    if (first.fingerprint !== repeatable.fingerprint) return undefined;
    const { outcome } = first;
    if (outcome.kind === 'refused') {
      const error = repeatable.errorOf(outcome.why);
      await this.#store.putRow(this.#rows.ofRepeat(first, error, outcome.mispId, outcome.licenseHash));
      return { kind: 'refused', error, isReplayed: true };
    }
    const { license, mispId, version } = outcome.facts;
    const shownHash = repeatable.showsKey ? license?.hash : undefined;
    const key = shownHash && (await this.#store.get(mispId))?.licenses.find(({ hash }) => hash === shownHash)?.key;
    await this.#store.putRow(this.#rows.ofRepeat(first, undefined, mispId, license?.hash));
    if (shownHash !== undefined && key === undefined) {
      return { kind: 'refused', error: { kind: 'unknown-license' }, isReplayed: true };
    }
    const shown = key && shownKey(key, repeatable.visibility);
    return { kind: 'done', body: repeatable.answer(outcome.facts, shown) as Body, version, isReplayed: true };
  }
}

function keptOutcome(decision: Decision<unknown>): KeptOutcome | undefined {
  if (decision.kind === 'refusal') {
    const { error, mispId, licenseHash } = decision;
    if (NOT_KEPT.has(error.kind)) return undefined;
    return {
      kind: 'refused',
      why: error.kind,
      ...(mispId === undefined ? {} : { mispId }),
      ...(licenseHash === undefined ? {} : { licenseHash }),
    };
  }
  const misp = decision.kind === 'no-change' ? decision.misp : decision.after;
  const earlier = decision.kind === 'no-change' ? [] : decision.earlier;
  return misp && { kind: 'done', facts: doneFacts(misp, decision.license, earlier) };
}
