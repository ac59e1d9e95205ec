import { setTimeout as sleep } from 'node:timers/promises';
import { withTimeLimit } from '../sdk/with-time-limit.ts';
import { StoreRefused, StoreUnavailable } from './misp-store.ts';

/** Temporary errors: throttling, a conflict of transactions, a service or network failure. */
const TRANSIENT_ERRORS = new Set([
  'InternalServerError',
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestTimeout',
  'RequestTimeoutException',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  // An answer that is not JSON. DynamoDB gives none: it comes from something in between.
  'SyntaxError',
  'ThrottlingException',
  'TimeoutError',
  'TransactionConflictException',
  'TransactionInProgressException',
  // A refusal that does not say which. DynamoDB gives none either.
  'Unknown',
]);
/** A grant is missing, for the table or for its encryption key. */
const DENIED = 'AccessDeniedException';
/** Another transaction was changing an item of this one: it passes as soon as that one ends. */
const CONFLICT = 'TransactionConflict';
/** The temporary errors, as the reasons of a cancelled transaction. */
const TRANSIENT_REASONS = new Set(['ProvisionedThroughputExceeded', 'ThrottlingError', CONFLICT]);

/** The reason of a transaction that was cancelled because of a condition. */
export const CONDITION_FAILED = 'ConditionalCheckFailed';

/** Thrown by a send that was answered but not completed, like a batch under load: it must be sent again. */
export class SendAgain extends Error {
  override readonly name = 'SendAgain';
}

const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 400;

/** How an action contributed to the cancellation of its transaction; `Code` is `None` if it did not. */
export interface CancellationReason {
  readonly Code?: string;
  readonly Message?: string;
  readonly Item?: unknown;
}

/** Why a transaction was cancelled, one reason for each action, in their order; undefined for other errors. */
export function cancellationReasons(error: unknown): readonly CancellationReason[] | undefined {
  if (!(error instanceof Error) || error.name !== 'TransactionCanceledException') return undefined;
  return 'CancellationReasons' in error && Array.isArray(error.CancellationReasons) ? error.CancellationReasons : [];
}

/** Whether another transaction was changing an item of this one. */
export function isConflict(error: unknown): boolean {
  return cancellationReasons(error)?.some(({ Code }) => Code === CONFLICT) ?? false;
}

/**
 * Sends a query or a scan within the deadline, as `sendWithin` does.
 * @returns the page with its items: an answer without the list is not DynamoDB's, and the query is sent again.
 */
export const readPage = <Item, Page extends { readonly Items?: readonly Item[] | undefined }>(
  deadline: number,
  send: (signal: AbortSignal) => Promise<Page>,
) =>
  sendWithin(deadline, async (signal) => {
    const page = await send(signal);
    if (page.Items === undefined) throw new SendAgain();
    return { ...page, Items: page.Items };
  });

function isTransient(error: unknown): boolean {
  const reasons = cancellationReasons(error);
  if (reasons !== undefined) return reasons.some(({ Code }) => Code !== undefined && TRANSIENT_REASONS.has(Code));
  if (!(error instanceof Error)) return false;
  if (error instanceof SendAgain || TRANSIENT_ERRORS.has(error.name)) return true;
  const status =
    '$metadata' in error && typeof error.$metadata === 'object' && error.$metadata !== null
      ? Reflect.get(error.$metadata, 'httpStatusCode')
      : undefined;
  // The service was not reached or the connection broke, perhaps within an answer of any status: Node's network errors
  // have a code, and the SDK's none. Node's TypeErrors and RangeErrors with a code mean a wrong argument.
  const isOfNetwork = 'code' in error && !(error instanceof TypeError || error instanceof RangeError);
  // Any other failure after a success is an answer that cannot be read.
  return isOfNetwork || (typeof status === 'number' && (status < 300 || status >= 500));
}

/**
 * Sends until there is a final answer, with growing, jittered pauses, but not beyond the deadline.
 * @param send one send; it gets a signal that ends it at the deadline. It must be safe to repeat.
 * @param deadline on the clock of `performance.now()`, which clock changes do not affect.
 * @param longestConflictPauseMs the longest pause after a conflict of transactions. After other errors pauses grow
 *   further.
 * @throws StoreUnavailable if time runs out; StoreRefused at once if a grant is missing; any permanent error as it is.
 */
export async function sendWithin<T>(
  deadline: number,
  send: (signal: AbortSignal) => Promise<T>,
  longestConflictPauseMs: number = LONGEST_PAUSE_MS,
): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    const left = deadline - performance.now();
    if (left <= 0) throw new StoreUnavailable('No time left');
    try {
      return await withTimeLimit(left, send);
    } catch (error) {
      if (error instanceof Error && error.name === DENIED) {
        throw new StoreRefused('A grant or a key is missing', { cause: error });
      }
      const isCutShort = error instanceof Error && error.name === 'AbortError';
      if (!isCutShort && !isTransient(error)) throw error;
      const longest = isConflict(error) ? longestConflictPauseMs : LONGEST_PAUSE_MS;
      const pause = Math.random() * Math.min(longest, FIRST_PAUSE_MS * 2 ** attempt);
      if (isCutShort || performance.now() + pause >= deadline) {
        throw new StoreUnavailable('The store did not answer in time', { cause: error });
      }
      await sleep(pause);
    }
  }
}
