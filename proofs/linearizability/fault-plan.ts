import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { fail } from '../../test/support/faults.ts';
import { interceptSends } from '../../test/support/sends.ts';

/** How a call of the store may fail. */
const faults = ['transaction conflict', 'throttling', 'lost acknowledgement', 'broken connection'] as const;
type Fault = (typeof faults)[number];

/** The faults that the calls of one request meet. */
export interface FaultPlan {
  readonly random: () => number;
  /** The probability that a call fails. */
  readonly faultRate: number;
  /** From this call on, counted from 1, no answer comes back. */
  readonly outFrom: number;
}

/** For the figures: the injected faults, and the commits that lost a race, which are not injected. */
export type InjectedFaults = Record<Fault | 'commits that lost a race', number>;
export const nothingInjected = (): InjectedFaults => ({
  'transaction conflict': 0,
  throttling: 0,
  'lost acknowledgement': 0,
  'broken connection': 0,
  'commits that lost a race': 0,
});

const LONGEST_DELAY_MS = 4;

const current = new AsyncLocalStorage<FaultPlan & { sends: number }>();

/** Runs `act` with this fault plan: every call of the store in it, at any depth, meets the faults. */
export function withFaults<Outcome>(faultPlan: FaultPlan, act: () => Promise<Outcome>): Promise<Outcome> {
  return current.run({ ...faultPlan, sends: 0 }, act);
}

/**
 * Puts the fault plan between a client and its engine. The engine answers at once and one by one. Delays both ways
 * produce the interleavings of a distributed store, and injected errors its failures.
 */
export function exposeToFaults(client: DynamoDBDocumentClient, injected: InjectedFaults): void {
  interceptSends(client, 'below', async (send) => {
    const faultPlan = current.getStore();
    if (faultPlan === undefined) return send.pass();
    faultPlan.sends += 1;
    await delay(faultPlan);
    const fault = faultOf(faultPlan, 'TransactItems' in send.input);
    try {
      if (fault === undefined) return await send.pass();
      injected[fault] += 1;
      return await fail(send, fault);
    } catch (error) {
      if (fault === undefined && hasLostRace(error)) injected['commits that lost a race'] += 1;
      throw error;
    } finally {
      await delay(faultPlan);
    }
  });
}

const hasLostRace = (error: unknown) =>
  error instanceof Error &&
  'CancellationReasons' in error &&
  JSON.stringify(error.CancellationReasons).includes('ConditionalCheckFailed');

async function delay({ random }: FaultPlan): Promise<void> {
  const share = random();
  if (share > 0.4) await sleep((share - 0.4) * LONGEST_DELAY_MS * 1.6);
}

function faultOf({ random, faultRate, outFrom, sends }: FaultPlan & { sends: number }, isTransaction: boolean) {
  const share = random();
  if (sends >= outFrom) return share < 0.5 ? 'lost acknowledgement' : 'broken connection';
  if (share >= faultRate) return undefined;
  // Only transactions conflict, and conflicts are their most frequent failure.
  const possible = isTransaction ? [...faults, 'transaction conflict' as const] : faults.slice(1);
  return possible[Math.floor((share / faultRate) * possible.length)];
}
