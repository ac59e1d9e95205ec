import type { TokenSource } from './kept-token.ts';
import type { RetryPolicy } from './retries.ts';
import type { Timing } from './timing.ts';

/** What `fetch` of the platform is; a test or a proxy can put its own in its place. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** How a client reaches a deployment. */
export interface ClientOptions {
  /** With the base path, as the stack's output `ApiUrl` gives it. */
  readonly baseUrl: string;
  readonly token: TokenSource;
  /** Where the deployment looks for the token; `header` without it. Browsers send no cookie of their own making. */
  readonly tokenPlace?: 'header' | 'cookie';
  readonly fetch?: Fetch;
  /** Whatever is not named stays as it is by default. */
  readonly retry?: Partial<RetryPolicy>;
  /** After how long without a whole answer an attempt counts as a broken connection; 30 s without it, as long as the gateway waits. */
  readonly timeoutMs?: number;
  readonly timing?: Timing;
}

/** What can be said of each call. */
export interface CallOptions {
  /** Ends the call, its pauses included: it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What can be said of a registration. */
export interface RegisterOptions extends CallOptions {
  /**
   * The client draws one for each call and keeps it over all retries. Give one of your own where the call itself may be made again, after a
   * restart say. It is no secret.
   */
  readonly idempotencyKey?: string;
}

/** What can be said of each other change. */
export interface ChangeOptions extends RegisterOptions {
  /** Change the MISP only while it has this version: a `version`, or the `etag` of a result. Otherwise the error is `version-mismatch`. */
  readonly ifMatch?: number | string;
}
