import { MispCallError, type MispError } from './errors.ts';

/** The result of a request: check `ok` first. */
export type Result<T> = Success<T> | Failure;

export interface Success<T> {
  readonly ok: true;
  readonly value: T;
  /** The version of the MISP as an entity tag, for `ifMatch`; null for lists. */
  readonly etag: string | null;
  readonly requestId: string | null;
  /** Whether this is the answer to an earlier request with the same idempotency key. */
  readonly isReplayed: boolean;
}

export interface Failure {
  readonly ok: false;
  readonly error: MispError;
}

/**
 * The value of a result, for callers that prefer exceptions.
 * @throws MispCallError
 */
export function valueOrThrow<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new MispCallError(result.error);
}
