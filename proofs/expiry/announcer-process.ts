import type { DynamoDBDocumentClient, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import {
  type AnnouncerDependencies,
  announceExpiringLicenses,
} from '../../functions/lambdas/announce-expiring-licenses/announce-expiring-licenses.ts';
import { DynamoDbMispStore } from '../../functions/storage/dynamodb-misp-store.ts';
import { DynamoDbNoticeStore } from '../../functions/storage/dynamodb-notice-store.ts';
import { type EngineTables, engineClient } from '../../test/support/engine-tables.ts';
import { fail } from '../../test/support/faults.ts';
import { interceptSends, type Send } from '../../test/support/sends.ts';
import { type FaultPlan, withFaults } from '../linearizability/fault-plan.ts';

/** The place for a mistake. */
export interface Mutation {
  readonly client?: (client: DynamoDBDocumentClient) => void;
  /** @param now the clock of the run. */
  readonly notices?: (notices: AnnouncerDependencies['notices'], now: number) => AnnouncerDependencies['notices'];
  readonly misps?: (misps: AnnouncerDependencies['misps']) => AnnouncerDependencies['misps'];
}

/** The disturbances of a run. */
export interface Disturbances {
  /** The process dies at this call, counted from 1: before or after the store carries it out. */
  readonly death?: { readonly call: number; readonly place: 'before' | 'after' };
  /** Failing calls and lost answers. */
  readonly faultPlan?: FaultPlan;
  /** MISPs for which every call is refused permanently. */
  readonly refuses?: (mispId: string) => boolean;
  /** The run's time is up after this many calls. */
  readonly callsInTime?: number;
  /** Changes a MISP between its read and its announcement. */
  readonly beforeAnnouncement?: (mispId: string) => Promise<void>;
}

/** How a run ended. */
export interface Ending {
  readonly isDead: boolean;
  /** Whether it stopped because its time was up. */
  readonly isCut: boolean;
  readonly calls: number;
  /** Calls that were refused permanently. */
  readonly refused: number;
}

/** Longer than any run takes, whatever faults are injected. */
const DEADLINE_MS = 10 * 60 * 1000;
const NAME = 'misp-announce-expiring-licenses';

/**
 * Runs the function like a separate process, with its own client, that can die between two calls.
 * @param below what comes between its client and the engine.
 */
export async function runAnnouncer(
  { endpoint, tables }: EngineTables,
  at: number,
  thresholds: readonly number[],
  { death, faultPlan, refuses = () => false, callsInTime = Number.POSITIVE_INFINITY, beforeAnnouncement }: Disturbances,
  { client: mistake, notices = (one) => one, misps = (one) => one }: Mutation,
  below: (client: DynamoDBDocumentClient) => void,
): Promise<Ending> {
  const client = engineClient(endpoint);
  const killable = new KillableRun(death);
  let refused = 0;
  let isCut = false;
  below(client);
  interceptSends(client, 'above', async (send) => {
    const announced = announcedIn(send);
    if (beforeAnnouncement !== undefined && announced !== undefined) await beforeAnnouncement(announced);
    return send.pass();
  });
  mistake?.(client);
  interceptSends(client, 'above', (send) => killable.send(send));
  interceptSends(client, 'above', async (send) => {
    const about = announcedIn(send) ?? readIn(send);
    if (about === undefined || !refuses(about)) return send.pass();
    refused += 1;
    return fail(send, 'denied');
  });
  const deadline = performance.now() + DEADLINE_MS;
  const run = () =>
    announceExpiringLicenses({
      ...{ thresholds, caller: { userId: NAME, userName: NAME }, requestId: `run-${at}` },
      misps: misps(new DynamoDbMispStore(client, tables, deadline)),
      notices: notices(new DynamoDbNoticeStore(client, tables, () => deadline), at),
      clock: () => at,
      timeLeft: () => {
        isCut ||= killable.calls >= callsInTime;
        return callsInTime - killable.calls;
      },
      log: () => undefined,
      metrics: () => undefined,
    });
  try {
    await Promise.race([faultPlan === undefined ? run() : withFaults(faultPlan, run), killable.end]);
  } finally {
    await killable.settled();
    client.destroy();
  }
  return { isDead: killable.isOver, isCut, calls: killable.calls, refused };
}

/** A process that may die at one of its calls. */
class KillableRun {
  calls = 0;
  isOver = false;
  readonly #death: Disturbances['death'];
  readonly #end = Promise.withResolvers<void>();
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(death: Disturbances['death']) {
    this.#death = death;
  }

  get end(): Promise<void> {
    return this.#end.promise;
  }

  async send(send: Send): ReturnType<Send['pass']> {
    if (this.isOver) return never();
    this.calls += 1;
    const { call, place } = this.#death ?? {};
    if (this.calls !== call) return this.#pass(send);
    if (place === 'before') return this.#die();
    await this.#pass(send).catch(() => undefined);
    return this.#die();
  }

  /** Waits for all sent calls: a call under way survives its process. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#underWay);
  }

  #pass(send: Send): ReturnType<Send['pass']> {
    const passing = send.pass();
    this.#underWay.add(passing);
    const forget = () => this.#underWay.delete(passing);
    passing.then(forget, forget);
    return passing;
  }

  #die(): Promise<never> {
    this.isOver = true;
    this.#end.resolve();
    return never();
  }
}

/** A dead process never answers. */
const never = () => new Promise<never>(() => undefined);

/** The MISP that a call announces. */
function announcedIn({ input }: Send): string | undefined {
  const { TransactItems = [] } = input as Partial<TransactWriteCommandInput>;
  return TransactItems.flatMap(({ ConditionCheck }) => mispIn(ConditionCheck?.Key?.pk) ?? [])[0];
}

/** The MISP that a call reads. */
const readIn = ({ input }: Send) => ('Key' in input ? mispIn(input.Key?.pk) : undefined);

const PREFIX = 'MISP#';
const mispIn = (pk: unknown): string | undefined =>
  typeof pk === 'string' && pk.startsWith(PREFIX) ? pk.slice(PREFIX.length) : undefined;
