import { MispCallError, type MispError } from './errors.ts';

/** The result of a request: check `ok` first. */
export type Result<T> = Success<T> | Failure;

interface OfEither {
  /**
   * The idempotency key of a change, the caller's or the drawn one; null for other requests. With it the same change can
   * be made again safely, for 24 hours.
   */
  readonly idempotencyKey: string | null;
  /** Whether this is the answer to an earlier request with the same idempotency key. */
  readonly isReplayed: boolean;
}

export interface Success<T> extends OfEither {
  readonly ok: true;
  readonly value: T;
  /** The version of the MISP as an entity tag, for `ifMatch`; null for lists. */
  readonly etag: string | null;
  readonly requestId: string | null;
}

export interface Failure extends OfEither {
  readonly ok: false;
  readonly error: MispError;
}

/**
 * The value of a result, for callers that prefer exceptions.
 * @throws MispCallError
 */
export function valueOrThrow<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new MispCallError(result.error, result.idempotencyKey);
}
