import { CachedToken, type Token } from './cached-token.ts';
import type { ClientOptions, Fetch } from './client-options.ts';
import { defaultRetryPolicy, type RetryPolicy, retried, type Tried } from './retries.ts';
import { platformTiming, type Timing } from './timing.ts';
import { withinTime } from './within-time.ts';

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
    const sent = await this.#token.current(signal);
    const { answer, attempts } = await this.#sendWith(sent, outgoing, signal);
    if (!mayBeOfTheToken(answer)) return answer;
    const next = await this.#token.after(sent, signal);
    // The same token would get the same answer.
    return next.text === sent.text ? answer : (await this.#sendWith(next, outgoing, signal, attempts)).answer;
  }

  #sendWith({ text: token }: Token, outgoing: Outgoing, signal: AbortSignal | undefined, attempts = 0): Promise<Tried> {
    const headers = new Headers(outgoing.headers);
    if (this.#tokenPlace === 'cookie') headers.set('cookie', `Authorization=${token}`);
    else headers.set('authorization', `Bearer ${token}`);
    return retried(() => this.#attempt({ ...outgoing, headers }, signal), this.#policy, this.timing, signal, attempts);
  }

  /** One attempt. */
  #attempt({ url, method, headers, body }: Outgoing, caller: AbortSignal | undefined): Promise<Response> {
    const send = async (signal: AbortSignal) => {
      // The service never redirects, and no other host may get a licence key.
      // Each attempt has headers of its own: a `fetch` of the caller's may add to them.
      const init: RequestInit = { method, headers: new Headers(headers), signal, redirect: 'manual' };
      return readWhole(await this.#fetch(url, body === undefined ? init : { ...init, body }));
    };
    const late = () => new DOMException('No complete answer in time', 'TimeoutError');
    return withinTime(send, this.#timeoutMs, caller, late);
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

/**
 * Reads the complete body, because the connection can break in the middle. Drops a body that is not JSON: a parser's
 * error would repeat parts of it.
 */
async function readWhole(answer: Response): Promise<Response> {
  // A redirect in a browser, or a status that no HTTP has.
  if (answer.status < 200 || answer.status > 599) return Response.error();
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
