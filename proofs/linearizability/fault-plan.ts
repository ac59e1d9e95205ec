import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { fail } from '../../test/support/faults.ts';
import { interceptSends } from '../../test/support/sends.ts';

/** How a send to the store may fail. */
const faults = ['transaction conflict', 'throttling', 'lost acknowledgement', 'broken line'] as const;
type Fault = (typeof faults)[number];

/** What the sends of one request meet. */
export interface FaultPlan {
  readonly random: () => number;
  /** How likely a send is to fail. */
  readonly faultRate: number;
  /** From this send on, counted from 1, nothing comes back any more. */
  readonly outFrom: number;
}

/** The faults that were injected into sends, for the figures. A commit that lost a race is not among them. */
export type InjectedFaults = Record<Fault | 'commits that lost a race', number>;
export const nothingInjected = (): InjectedFaults => ({
  'transaction conflict': 0,
  throttling: 0,
  'lost acknowledgement': 0,
  'broken line': 0,
  'commits that lost a race': 0,
});

const LONGEST_DELAY_MS = 4;

const current = new AsyncLocalStorage<FaultPlan & { sends: number }>();

/** Does something in this faultPlan: every send to the store that it makes, however deep, meets it. */
export function withFaults<Outcome>(faultPlan: FaultPlan, act: () => Promise<Outcome>): Promise<Outcome> {
  return current.run({ ...faultPlan, sends: 0 }, act);
}

/**
 * Puts the faultPlan between a client and its engine. The engine answers at once and in turn; only delays on both ways bring
 * about the interleavings that a distributed store has of itself, and only injected errors its failures.
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
  if (sends >= outFrom) return share < 0.5 ? 'lost acknowledgement' : 'broken line';
  if (share >= faultRate) return undefined;
  // Only transactions conflict, and that is the failure they meet most.
  const possible = isTransaction ? [...faults, 'transaction conflict' as const] : faults.slice(1);
  return possible[Math.floor((share / faultRate) * possible.length)];
}
