import { field } from './field.ts';
import { retryAfterMs } from './retry-after.ts';
import type { Timing } from './timing.ts';

/** How many retries, and how long to wait between them. */
export interface RetryPolicy {
  /** Total attempts; 1 means no retry. */
  readonly attempts: number;
  /** The upper bound of the first random pause. It doubles for each later pause. */
  readonly firstPauseMs: number;
  /** The upper bound of every random pause. */
  readonly longestPauseMs: number;
  /** If an answer asks for a longer wait, the caller gets it at once instead. */
  readonly longestRetryAfterMs: number;
}

export const defaultRetryPolicy: RetryPolicy = {
  attempts: 5,
  firstPauseMs: 200,
  longestPauseMs: 10_000,
  longestRetryAfterMs: 60_000,
};

/** The final answer, and how many times the request was sent. */
export interface Tried {
  readonly answer: Response;
  readonly attempts: number;
}

/** The last attempt got no answer. */
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
 * Statuses after which the same request may succeed: too many requests, temporarily unavailable, and failures between a
 * proxy or the gateway and the service.
 */
const PASSING: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/**
 * Sends a request until it gets a final answer. The request must be safe to repeat.
 * @param send makes one attempt. Whatever it throws counts as a broken connection. An answer without JSON has no body.
 * @param sentBefore how many times it was sent already, with another token. These are not attempts of this policy.
 * @throws NoAnswer, or the signal's reason if aborted.
 */
export async function retried(
  send: () => Promise<Response>,
  policy: RetryPolicy,
  timing: Timing,
  signal: AbortSignal | undefined,
  sentBefore: number,
): Promise<Tried> {
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    const outcome = await tried(send, signal);
    const pause = attempt < policy.attempts ? pauseAfter(outcome, attempt, policy, timing) : undefined;
    if (pause === undefined) {
      const attempts = sentBefore + attempt;
      if (outcome instanceof Response) return { answer: outcome, attempts };
      throw new NoAnswer(attempts, outcome.reason);
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

/** Milliseconds before the next attempt; undefined for no further attempt. */
function pauseAfter(
  outcome: Response | Broken,
  attempt: number,
  policy: RetryPolicy,
  timing: Timing,
): number | undefined {
  const bound = Math.min(policy.longestPauseMs, policy.firstPauseMs * 2 ** (attempt - 1));
  // Full jitter, so callers that failed together do not retry together.
  const pause = timing.random() * bound;
  if (!(outcome instanceof Response)) return pause;
  // A success without JSON is not the service's answer, or not all of it.
  const isIncomplete = outcome.ok && outcome.body === null;
  if (!PASSING.has(outcome.status) && !isIncomplete) return undefined;
  const asked = retryAfterMs(outcome.headers, timing.now());
  if (asked === undefined) return pause;
  return asked > policy.longestRetryAfterMs ? undefined : asked + pause;
}

/** A system's code, or a name that is shorter than a licence key. */
const REASON = /^([A-Z][A-Z0-9_]{1,39}|[A-Za-z]{1,31})$/;

/** The name or code of an error, never its message, which can contain parts of a request. */
function reasonOf(error: unknown): string {
  // Not `instanceof`: a `fetch` of another realm, such as a test runner's, throws errors of its own.
  const code = field(field(error, 'cause'), 'code');
  const reason = typeof code === 'string' ? code : field(error, 'name');
  return typeof reason === 'string' && REASON.test(reason) ? reason : 'unknown';
}
