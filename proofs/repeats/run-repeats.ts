import { randomUUID } from 'node:crypto';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import { eventOf } from '../../test/integration/route.ts';
import { imported } from '../../test/scenarios/arrangements.ts';
import { importInto } from '../../test/scenarios/imported-items.ts';
import type { ServiceRequest } from '../../test/scenarios/service-driver.ts';
import {
  type Binding,
  type EngineTables,
  operationsOn,
  type StoredItem,
  scanAll,
  scanOutbox,
  startEngineTables,
} from '../../test/support/engine-tables.ts';
import { lambdaContext } from '../../test/support/gateway-event.ts';
import { randomFrom } from '../../test/support/random.ts';
import { exposeToFaults, nothingInjected, withFaults } from '../linearizability/fault-plan.ts';
import type { ProofResult, ProofRun } from '../proof.ts';
import { judgeOutcomes } from './judge-outcomes.ts';
import { judgeRepeats, type Sent } from './judge-repeats.ts';
import { type RepeatedRequest, repeatedRequests } from './repeated-requests.ts';
import { TransactionConflicts } from './transaction-conflicts.ts';

export interface RepeatsSize {
  /** Idempotency keys. */
  readonly keys: number;
  /** Concurrent requests with each of them. */
  readonly duplicates: number;
}

/** The place for a mistake. */
export interface Mutation extends Pick<Binding, 'operations' | 'store'> {
  readonly client?: (client: DynamoDBDocumentClient) => void;
}

/** dynoxide gets slower with every stream record, so an engine serves only this many keys. */
const KEYS_AN_ENGINE = 100;
const DAY_MS = 24 * 60 * 60 * 1000;
const keyOf = (number: number) => `idempotency-key-${number}`;
const FAULT_RATE = 0.06;
/** The share of requests that die between commit and answer. */
const KILL_RATE = 0.1;
/** The largest share of answers that may ask to try again. */
const MOST_UNAVAILABLE = 0.01;
const callers = ['ada', 'ben'].map((userId) => ({ userId, userName: userId }));

/** Sends every request many times concurrently with one idempotency key, and checks effects, answers and records. */
export async function runRepeats(
  { keys, duplicates }: RepeatsSize,
  { seed, progress }: Pick<ProofRun, 'seed' | 'progress'>,
  mutation: Mutation = {},
): Promise<ProofResult> {
  const run = new Repeats(randomFrom(seed), duplicates, mutation);
  for (let begun = 0; begun < keys; begun += KEYS_AN_ENGINE) {
    await run.onOneEngine(begun, Math.min(keys, begun + KEYS_AN_ENGINE));
    progress(`${Math.min(keys, begun + KEYS_AN_ENGINE)} of ${keys} keys, ${run.violations.length} violations`);
  }
  return run.result();
}

class Repeats {
  readonly violations: string[] = [];
  readonly #random: () => number;
  readonly #duplicates: number;
  readonly #mutation: Mutation;
  readonly #injected = nothingInjected();
  readonly #counts = {
    keys: 0,
    requests: 0,
    'answered 503': 0,
    'killed after their commit': 0,
    'repeats answered': 0,
    'other requests refused': 0,
    'conflicts of transactions': 0,
    'outcomes searched': 0,
  };

  constructor(random: () => number, duplicates: number, mutation: Mutation) {
    this.#random = random;
    this.#duplicates = duplicates;
    this.#mutation = mutation;
  }

  async onOneEngine(from: number, to: number): Promise<void> {
    const engine = await startEngineTables();
    const transactions = new TransactionConflicts(this.#random);
    try {
      exposeToFaults(engine.client, this.#injected);
      transactions.attach(engine.client);
      this.#mutation.client?.(engine.client);
      for (let number = from; number < to; number += 1) await this.#oneKey(engine, number);
      const items = await scanAll(engine.client, engine.tables.misps);
      this.#counts['outcomes searched'] += items.filter(({ pk }) => String(pk).startsWith('REQUEST#')).length;
      const keys = Array.from({ length: to - from }, (_, index) => keyOf(from + index));
      this.violations.push(...judgeOutcomes(items, keys));
    } finally {
      this.#counts['conflicts of transactions'] += transactions.conflicts;
      await engine.stop();
    }
  }

  /** Everything with one idempotency key. */
  async #oneKey(engine: EngineTables, number: number): Promise<void> {
    const repeated = repeatedRequests[number % repeatedRequests.length]!;
    const key = keyOf(number);
    const driver = {
      importMisp: (misp: Parameters<typeof importInto>[2]) => importInto(engine.tables.misps, engine.client, misp),
    };
    const misp = repeated.misp === undefined ? undefined : await imported(driver, repeated.misp);
    const request = repeated.request(misp?.id ?? '');
    const now = Date.now();
    const headers = { 'idempotency-key': key, ...(misp === undefined ? {} : { 'if-match': `"${misp.version}"` }) };
    const asked = { ...request, headers };
    const all = await Promise.all(
      Array.from({ length: this.#duplicates }, () => this.#send(engine, asked, { at: now })),
    );
    // Once more after the others, and without `If-Match`, which a repeat ignores.
    const quiet = { ...request, headers: { 'idempotency-key': key } };
    all.push(await this.#send(engine, quiet, { at: now + 1000, isCalm: true }));
    const rows = await this.#rowsOf(engine);
    const what = `Key ${number} (${repeated.operation}, ${repeated.error ?? 'done'})`;
    const mispId = misp?.id ?? idIn(all);
    const stored = async () => (await this.#mispOf(engine, mispId))?.version;
    const version = await stored();
    const before = misp?.version ?? 0;
    const expectedVersion = repeated.isChange ? before + 1 : misp?.version;
    this.violations.push(
      ...judgeRepeats(what, all, rows, repeated.error),
      ...(version === expectedVersion
        ? []
        : [`${what} left its MISP at version ${version}, must be ${expectedVersion}`]),
    );
    this.violations.push(...(await this.#others(engine, { what, quiet, mispId: mispId ?? '', now, stored, repeated })));
    this.#count(all);
  }

  /** The same key with another request, from another caller, and a day later. */
  async #others(
    engine: EngineTables,
    {
      what,
      quiet,
      mispId,
      now,
      stored,
      repeated,
    }: {
      readonly what: string;
      readonly mispId: string;
      readonly quiet: ServiceRequest;
      readonly now: number;
      readonly stored: () => Promise<unknown>;
      readonly repeated: RepeatedRequest;
    },
  ): Promise<readonly string[]> {
    const changed = { ...differentRequest(repeated, quiet, mispId), headers: quiet.headers ?? {} };
    const version = await stored();
    const another = await this.#send(engine, changed, { at: now + 2000, isCalm: true });
    const conflictRow = (await this.#rowsOf(engine)).get(another.requestId);
    this.#counts['other requests refused'] += 1;
    const elsewhere = await this.#send(engine, quiet, { at: now + 3000, isCalm: true, caller: callers[1]! });
    const later = await this.#send(engine, quiet, { at: now + DAY_MS + 1000, isCalm: true });
    const isIndependent = (one: Sent) => one.replayed === undefined && one.error !== 'PMS_MSP_903';
    return [
      ...(another.error === 'PMS_MSP_903' ? [] : [`${what}: another request got ${another.error ?? 'an answer'}`]),
      ...(conflictRow?.[0]?.trail.map(([event]) => event.slice(0, 3)).join() === '462'
        ? []
        : [`${what}: another request left other records`]),
      ...(isIndependent(elsewhere)
        ? []
        : [`${what}: another caller was not independent: ${elsewhere.error ?? 'repeated'}`]),
      ...(isIndependent(later) ? [] : [`${what}: a day later it was still known`]),
      // A request of another caller may change the MISP. A refused one may not.
      ...(repeated.isChange || (await stored()) === version ? [] : [`${what}: a refused request changed something`]),
    ];
  }

  async #send(
    engine: EngineTables,
    request: ServiceRequest,
    {
      at,
      caller = callers[0]!,
      isCalm = false,
    }: { readonly at: number; readonly caller?: (typeof callers)[number]; readonly isCalm?: boolean },
  ): Promise<Sent> {
    const requestId = randomUUID();
    const { name, event } = eventOf(request, { requestId, caller });
    const { operations, store } = this.#mutation;
    const handlers = operationsOn(engine, {
      clock: () => at,
      ...(operations === undefined ? {} : { operations }),
      ...(store === undefined ? {} : { store }),
    });
    const random = this.#random;
    const isKilled = !isCalm && random() < KILL_RATE;
    const faultPlan = { random, faultRate: isCalm ? 0 : FAULT_RATE, outFrom: Number.POSITIVE_INFINITY };
    const answer = await withFaults(faultPlan, () => handlers[name](event, lambdaContext(name)));
    this.#counts.requests += 1;
    // A killed process keeps what it stored, and does not answer.
    if (isKilled) {
      this.#counts['killed after their commit'] += 1;
      return { requestId, isAnswered: false };
    }
    const body = JSON.parse(answer.body ?? '');
    const { responsetime: _, ...rest } = body;
    const headers = answer.headers ?? {};
    return {
      ...{ requestId, isAnswered: true, status: answer.statusCode ?? 0 },
      ...{
        text: JSON.stringify([rest, headers.etag]),
        replayed: headers['idempotency-replayed'],
        response: body.response,
      },
      ...(body.errors[0] === undefined ? {} : { error: body.errors[0].errorCode }),
    };
  }

  async #rowsOf({ client, tables }: EngineTables): Promise<ReadonlyMap<string, readonly OutboxRow[]>> {
    return Map.groupBy(await scanOutbox(client, tables.outbox), ({ requestId }) => requestId);
  }

  async #mispOf({ client, tables }: EngineTables, id: string | undefined): Promise<StoredItem | undefined> {
    const items = await scanAll(client, tables.misps);
    return items.find(({ pk }) => pk === `MISP#${id}`);
  }

  #count(all: readonly Sent[]): void {
    this.#counts.keys += 1;
    this.#counts['answered 503'] += all.filter(({ status }) => status === 503).length;
    this.#counts['repeats answered'] += all.filter(({ replayed }) => replayed !== undefined).length;
  }

  result(): ProofResult {
    const counts = this.#counts;
    const isTooMuch = counts['answered 503'] > MOST_UNAVAILABLE * counts.requests;
    const share = ((100 * counts['answered 503']) / counts.requests).toFixed(2);
    return {
      figures: { ...counts, ...this.#injected },
      violations: [
        ...this.violations,
        ...(isTooMuch ? [`${share} % of the requests were answered 503`] : []),
        ...(counts['conflicts of transactions'] === 0 ? ['No transactions conflicted'] : []),
        ...(counts['killed after their commit'] === 0 ? ['Nothing was killed'] : []),
      ],
    };
  }
}

/** Another request of the same kind. */
function differentRequest({ another }: RepeatedRequest, request: ServiceRequest, mispId: string): ServiceRequest {
  if (another !== undefined) return another(mispId);
  const [name, value] = Object.entries(request.fields ?? {}).at(-1) ?? [''];
  return { ...request, fields: { ...request.fields, [name]: `${value}x` } };
}

/** The id of the registered MISP. */
function idIn(all: readonly Sent[]): string | undefined {
  const response = all.find((one) => one.response !== null && one.response !== undefined)?.response;
  return response?.mispID === undefined ? undefined : String(response.mispID);
}
