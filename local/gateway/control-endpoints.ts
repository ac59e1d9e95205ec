import * as z from 'zod/mini';
import type { Faults } from '../aws/faults/faults.ts';
import type { ReadLag } from '../aws/lag/read-lag.ts';
import type { CloudClock } from '../clock/cloud-clock.ts';
import { readDuration } from '../clock/duration.ts';
import type { Crashes } from '../functions/crashes.ts';
import { reasonOf } from '../reason.ts';
import { type GatewayAnswer, jsonAnswer } from './answer.ts';
import type { IssuerKeys } from './issuer-keys.ts';
import type { GatewayRequest } from './request.ts';

/** What tests and users can change in a running local cloud. */
export interface Controls {
  readonly faults: Faults;
  readonly crashes: Crashes;
  readonly clock: CloudClock;
  readonly lag: ReadLag;
  readonly issuerKeys: IssuerKeys;
}

/** The controls that exist before the services. */
export type EarlyControls = Pick<Controls, 'faults' | 'crashes' | 'clock'>;

const jump = z.strictObject({ advance: z.string() });
const lagging = z.strictObject({ milliseconds: z.optional(z.number()), eventualReads: z.optional(z.number()) });
const keyStep = z.strictObject({ step: z.string() });

type Methods = Readonly<Record<string, (body: unknown) => unknown>>;

/**
 * Answers the pages under `/_local` that change how the local cloud behaves. An invalid request gets a 400 with the
 * reason.
 * @param page the path after `/_local`.
 * @returns undefined if there is no such page.
 */
export async function answerControl(
  request: GatewayRequest,
  page: string,
  controls: Controls,
): Promise<GatewayAnswer | undefined> {
  const execute = pagesOf(controls)[page]?.[request.method];
  if (execute === undefined) return undefined;
  try {
    const body: unknown = request.method === 'POST' ? JSON.parse(request.body.toString()) : undefined;
    return jsonAnswer(200, await execute(body));
  } catch (error) {
    return jsonAnswer(400, { message: reasonOf(error) });
  }
}

function pagesOf({ faults, crashes, clock, lag, issuerKeys }: Controls): Readonly<Record<string, Methods>> {
  const time = () => ({ now: new Date(clock.now()).toISOString(), aheadSeconds: clock.offset / 1_000 });
  const lagTimes = () => {
    const { indexes: milliseconds, eventualReads } = lag.times;
    return { milliseconds, eventualReads };
  };
  return {
    '/clock': {
      GET: time,
      POST: async (body) => {
        await clock.advance(readDuration(z.parse(jump, body).advance));
        return time();
      },
    },
    '/index-lag': {
      GET: lagTimes,
      POST: async (body) => {
        const { milliseconds: indexes, eventualReads } = z.parse(lagging, body);
        await lag.set({ indexes, eventualReads });
        return lagTimes();
      },
    },
    '/issuer-keys': {
      GET: () => issuerKeys.inUse,
      POST: async (body) => {
        await issuerKeys.applyStep(z.parse(keyStep, body).step);
        return issuerKeys.inUse;
      },
    },
    '/faults': plannable(faults, () => ({ faults: faults.planned(), applied: faults.applied })),
    '/crash': plannable(crashes, () => ({ crashes: crashes.planned(), happened: crashes.happened })),
  };
}

/** POST adds to a plan, DELETE clears it, and all three methods return it. */
function plannable(plan: { plan(entry: unknown): void; clear(): void }, show: () => unknown): Methods {
  return {
    GET: show,
    POST: (body) => {
      plan.plan(body);
      return show();
    },
    DELETE: () => {
      plan.clear();
      return show();
    },
  };
}
