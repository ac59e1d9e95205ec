import { CachedToken } from './cached-token.ts';
import type { ClientOptions, Fetch } from './client-options.ts';
import { defaultRetryPolicy, type RetryPolicy, retried } from './retries.ts';
import { platformTiming, type Timing, timerMs } from './timing.ts';

/** A request to send, once or several times. */
interface Outgoing {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | undefined;
}

/** Sends requests with a token and with retries. */
export class Exchange {
  readonly timing: Timing;
  readonly #fetch: Fetch;
  readonly #token: CachedToken;
  readonly #tokenPlace: 'header' | 'cookie';
  readonly #policy: RetryPolicy;
  readonly #timeoutMs: number;

  constructor({ fetch, token, tokenPlace, retry, timeoutMs: limit, timing }: ClientOptions) {
    const timeoutMs = limit ?? 30_000;
    this.timing = timing ?? platformTiming;
    // Called as a function: a browser's own `fetch` refuses to be the method of something. And looked up at each
    // request, so a later replacement of `globalThis.fetch` is used.
    this.#fetch = (url, init) => (fetch ?? globalThis.fetch)(url, init);
    this.#token = new CachedToken(token, timeoutMs);
    this.#tokenPlace = tokenPlace ?? 'header';
    const given = Object.entries(retry ?? {}).filter(([, value]) => (value ?? undefined) !== undefined);
    this.#policy = { ...defaultRetryPolicy, ...Object.fromEntries(given) };
    this.#timeoutMs = timeoutMs;
  }

  /**
   * Sends a request and returns its last answer, with the complete body.
   * @throws NoAnswer, the signal's reason, or the token source's error.
   */
  async send(request: Request, signal: AbortSignal | undefined): Promise<Response> {
    const { url, method, headers } = request;
    const text = await request.text();
    const outgoing = { url, method, headers, body: text === '' ? undefined : text };
    const sent = await untilAborted(this.#token.current(), signal);
    const answer = await this.#sendWith(sent, outgoing, signal);
    if (!mayBeOfTheToken(answer)) return answer;
    signal?.throwIfAborted();
    const next = await untilAborted(this.#token.after(sent), signal);
    // The same token would get the same answer.
    return next === sent ? answer : this.#sendWith(next, outgoing, signal);
  }

  #sendWith(token: string, outgoing: Outgoing, signal: AbortSignal | undefined): Promise<Response> {
    const headers = new Headers(outgoing.headers);
    if (this.#tokenPlace === 'cookie') headers.set('cookie', `Authorization=${token}`);
    else headers.set('authorization', `Bearer ${token}`);
    return retried(() => this.#attempt({ ...outgoing, headers }, signal), this.#policy, this.timing, signal);
  }

  /** One attempt. Ends if the call is aborted or the attempt times out. */
  async #attempt({ url, method, headers, body }: Outgoing, signal: AbortSignal | undefined): Promise<Response> {
    const attempt = new AbortController();
    const abort = () => attempt.abort(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    const timer = setTimeout(
      () => attempt.abort(new DOMException('No complete answer in time', 'TimeoutError')),
      timerMs(this.#timeoutMs),
    );
    try {
      // The service never redirects, and no other host may get a licence key.
      const init: RequestInit = { method, headers, signal: attempt.signal, redirect: 'error' };
      const answered = this.#fetch(url, body === undefined ? init : { ...init, body }).then(readWhole);
      // A `fetch` of the caller's own may ignore its signal.
      return await untilAborted(answered, attempt.signal);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
  }
}

/**
 * Whether a new token may help: this one has expired, or the gateway refuses it. The gateway also refuses an expired
 * token if its issuer has replaced the signing key. The service's own 403, a problem document, means that a right is
 * missing.
 */
function mayBeOfTheToken({ status, headers }: Response): boolean {
  return status === 401 || (status === 403 && !/^application\/problem\+json/i.test(headers.get('content-type') ?? ''));
}

/** Waits for a promise or an abort. Others may wait for the same promise. */
async function untilAborted<T>(waiting: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return waiting;
  // After an abort nobody waits for it.
  waiting.catch(() => undefined);
  signal.throwIfAborted();
  const ended = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { signal: ended.signal });
  });
  try {
    return await Promise.race([waiting, aborted]);
  } finally {
    ended.abort();
  }
}

/**
 * Reads the complete body, because the connection can break in the middle. Drops a body that is not JSON: a parser's
 * error would repeat parts of it.
 */
async function readWhole(answer: Response): Promise<Response> {
  const text = await answer.text();
  const headers = new Headers(answer.headers);
  // These describe the body as transferred.
  for (const name of ['content-length', 'content-encoding']) headers.delete(name);
  return new Response(isJson(text) ? text : null, { status: answer.status, headers });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
