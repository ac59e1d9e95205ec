import type { TokenSource } from './cached-token.ts';
import type { RetryPolicy } from './retries.ts';
import type { Timing } from './timing.ts';

/** The type of `fetch`. Tests and proxies can replace it. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface ClientOptions {
  /** The stack's output `ApiUrl`, which includes the base path. */
  readonly baseUrl: string;
  readonly token: TokenSource;
  /** Where the deployment expects the token; by default `header`. Scripts in browsers cannot set a cookie header. */
  readonly tokenPlace?: 'header' | 'cookie' | undefined;
  readonly fetch?: Fetch | undefined;
  /** Fields that are left out keep their defaults. */
  readonly retry?: { readonly [Name in keyof RetryPolicy]?: RetryPolicy[Name] | undefined } | undefined;
  /**
   * How long an attempt may take until the answer is complete. After that it counts as a broken connection. By default
   * 30 s, as long as the gateway waits. A call waits as long for the token.
   */
  readonly timeoutMs?: number | undefined;
  readonly timing?: Timing | undefined;
}

/** Options of every call. */
export interface CallOptions {
  /** Aborts the call, including its pauses. It rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of a registration. */
export interface RegisterOptions extends CallOptions {
  /**
   * By default, the client generates one for each call, sends it with every retry, and returns it in the result. Pass
   * your own if the call may end without a result and be made again: after an abort, a failure of `token`, or a restart.
   * It is not a secret.
   */
  readonly idempotencyKey?: string | undefined;
}

/** Options of every other change. */
export interface ChangeOptions extends RegisterOptions {
  /**
   * Changes the MISP only if it has this version: a `version`, or the `etag` of a result. Otherwise the error is
   * `version-mismatch`.
   */
  readonly ifMatch?: number | string | undefined;
}
