import type { ClientOptions, Fetch } from './client-options.ts';
import { KeptToken } from './kept-token.ts';
import { defaultRetryPolicy, type RetryPolicy, retried } from './retries.ts';
import { platformTiming, type Timing } from './timing.ts';

/** A request as it is sent, once or several times. */
interface Outgoing {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | undefined;
}

/** Exchanges a request for an answer: with a token, and with retries. */
export class Exchange {
  readonly timing: Timing;
  readonly #fetch: Fetch;
  readonly #token: KeptToken;
  readonly #tokenPlace: 'header' | 'cookie';
  readonly #policy: RetryPolicy;
  readonly #timeoutMs: number;

  constructor({ fetch, token, tokenPlace = 'header', retry, timeoutMs = 30_000, timing }: ClientOptions) {
    this.timing = timing ?? platformTiming;
    // Looked up at each request, so that what replaces the platform's own later is used.
    this.#fetch = fetch ?? ((url, init) => globalThis.fetch(url, init));
    this.#token = new KeptToken(token);
    this.#tokenPlace = tokenPlace;
    this.#policy = { ...defaultRetryPolicy, ...retry };
    this.#timeoutMs = timeoutMs;
  }

  /**
   * The last answer to a request, with its whole body.
   * @throws NoAnswer; the signal's reason; whatever the token source throws.
   */
  async send(request: Request, signal: AbortSignal | undefined): Promise<Response> {
    const { url, method, headers } = request;
    const text = await request.text();
    const outgoing = { url, method, headers, body: text === '' ? undefined : text };
    const sent = await untilAborted(this.#token.current(), signal);
    const answer = await this.#sendWith(sent, outgoing, signal);
    if (!mayBeOfTheToken(answer)) return answer;
    const next = await untilAborted(this.#token.after(sent), signal);
    // The same token again would be answered alike.
    return next === sent ? answer : this.#sendWith(next, outgoing, signal);
  }

  #sendWith(token: string, outgoing: Outgoing, signal: AbortSignal | undefined): Promise<Response> {
    const headers = new Headers(outgoing.headers);
    if (this.#tokenPlace === 'header') headers.set('authorization', `Bearer ${token}`);
    else headers.set('cookie', `Authorization=${token}`);
    return retried(() => this.#attempt({ ...outgoing, headers }, signal), this.#policy, this.timing, signal);
  }

  /** One attempt, which ends with the call or when its own time is up. */
  async #attempt({ url, method, headers, body }: Outgoing, signal: AbortSignal | undefined): Promise<Response> {
    const attempt = new AbortController();
    const abort = () => attempt.abort(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    const timer = setTimeout(
      () => attempt.abort(new DOMException('No whole answer in time', 'TimeoutError')),
      this.#timeoutMs,
    );
    try {
      // The service redirects nobody, and no other host is to get a licence key.
      const init: RequestInit = { method, headers, signal: attempt.signal, redirect: 'error' };
      return await readWhole(await this.#fetch(url, body === undefined ? init : { ...init, body }));
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
  }
}

/**
 * Whether a new token may help: it has expired, or the gateway refuses it. That it does, too, when the token has expired and its issuer has replaced
 * the key that signed it. The service's own 403 is a problem: it lacks a right, whatever the token.
 */
function mayBeOfTheToken({ status, headers }: Response): boolean {
  return status === 401 || (status === 403 && !headers.get('content-type')?.startsWith('application/problem+json'));
}

/** What is waited for, unless the call is ended first; others go on waiting for it. */
async function untilAborted<T>(waiting: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return waiting;
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
 * The answer with its whole body at hand, since a connection can break in its midst. A body that is no JSON is left out: nobody could read it,
 * and a parser would repeat parts of it in an error.
 */
async function readWhole(answer: Response): Promise<Response> {
  const text = await answer.text();
  const headers = new Headers(answer.headers);
  // They are of the body as it came over the line.
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
