import { retryAfterMs } from './retry-after.ts';
import type { Timing } from './timing.ts';

/** How often, and how soon, a request is sent again. */
export interface RetryPolicy {
  /** How often it is sent in all; 1 means no retry. */
  readonly attempts: number;
  /** The bound of the first random pause; each later one is twice the one before. */
  readonly firstPauseMs: number;
  /** The bound of every random pause. */
  readonly longestPauseMs: number;
  /** An answer that asks for a longer wait is not waited for: the caller gets it at once, and decides. */
  readonly longestRetryAfterMs: number;
}

export const defaultRetryPolicy: RetryPolicy = {
  attempts: 5,
  firstPauseMs: 200,
  longestPauseMs: 10_000,
  longestRetryAfterMs: 60_000,
};

/** No answer came, however often the request was sent. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly attempts: number;
  readonly reason: string;

  constructor(attempts: number, reason: string) {
    super(`No answer after ${attempts} attempts: ${reason}`);
    this.attempts = attempts;
    this.reason = reason;
  }
}

/**
 * Answers after which the same request may succeed: too many requests, unavailable for a moment, and an answer of the service that the gateway
 * or a proxy has lost, which is a broken connection told by a status.
 */
const PASSING: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/**
 * Sends a request until it is answered for good. It must be one that does no harm when it arrives twice.
 * @param send one attempt. What it throws is a broken connection.
 * @throws NoAnswer, or the signal's reason once that is aborted.
 */
export async function retried(
  send: () => Promise<Response>,
  policy: RetryPolicy,
  timing: Timing,
  signal: AbortSignal | undefined,
): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    const outcome = await tried(send, signal);
    const pause = attempt < policy.attempts ? pauseAfter(outcome, attempt, policy, timing) : undefined;
    if (pause === undefined) {
      if (outcome instanceof Response) return outcome;
      throw new NoAnswer(attempt, outcome.reason);
    }
    await timing.sleep(pause, signal);
  }
}

interface Broken {
  readonly reason: string;
}

async function tried(send: () => Promise<Response>, signal: AbortSignal | undefined): Promise<Response | Broken> {
  try {
    return await send();
  } catch (error) {
    signal?.throwIfAborted();
    return { reason: reasonOf(error) };
  }
}

/** How long to wait before the next attempt; undefined when there is none. */
function pauseAfter(
  outcome: Response | Broken,
  attempt: number,
  policy: RetryPolicy,
  timing: Timing,
): number | undefined {
  const bound = Math.min(policy.longestPauseMs, policy.firstPauseMs * 2 ** (attempt - 1));
  // Anywhere up to the bound, so that callers that failed together do not come back together.
  const pause = timing.random() * bound;
  if (!(outcome instanceof Response)) return pause;
  if (!PASSING.has(outcome.status)) return undefined;
  const asked = retryAfterMs(outcome.headers, timing.now());
  if (asked === undefined) return pause;
  return asked > policy.longestRetryAfterMs ? undefined : asked + pause;
}

/** The name of what went wrong, never its message: that can hold parts of a request. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { cause } = error;
  const code: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : undefined;
  return typeof code === 'string' ? code : error.name;
}
