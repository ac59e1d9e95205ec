import { withinTime } from './within-time.ts';

/** Returns a token. Called at the first request, and again after a refused token. */
export type TokenSource = () => string | Promise<string>;

/** Caches a token until the service refuses it. Concurrent requests share it. */
export class CachedToken {
  readonly #source: TokenSource;
  readonly #limitMs: number;
  /** The token, or the question that calls wait for. */
  #asked: Promise<string> | undefined;
  /** The token that has arrived. */
  #token: string | undefined;

  /** @param limitMs how long a call waits for the source. Then the next call asks again, unless the token has come. */
  constructor(source: TokenSource, limitMs: number) {
    this.#source = source;
    this.#limitMs = limitMs;
  }

  /**
   * @param caller ends only the wait: others may wait for the same token.
   * @throws Error if the source takes too long or returns something that cannot be a token; the source's own errors; the
   * signal's reason.
   */
  async current(caller: AbortSignal | undefined): Promise<string> {
    caller?.throwIfAborted();
    const asked = this.#asked ?? this.#ask();
    const late = () => {
      this.#forget(asked);
      return new Error('The token source did not answer in time');
    };
    return withinTime(() => asked, this.#limitMs, caller, late);
  }

  /** A token after a refused one: a new one, unless another request has already replaced it. */
  async after(refused: string, caller: AbortSignal | undefined): Promise<string> {
    caller?.throwIfAborted();
    if (this.#token === refused) this.#forget(this.#asked);
    return this.current(caller);
  }

  #ask(): Promise<string> {
    const asked = this.#fromSource();
    this.#asked = asked;
    const keep = (token: string) => {
      // It may come late, when calls wait for a newer question. It is good for the next call.
      if (this.#token !== undefined) return;
      this.#asked = asked;
      this.#token = token;
    };
    // Does not cache a failure.
    asked.then(keep, () => this.#forget(asked));
    return asked;
  }

  #forget(asked: Promise<string> | undefined): void {
    if (this.#asked !== asked) return;
    this.#asked = undefined;
    this.#token = undefined;
  }

  async #fromSource(): Promise<string> {
    const token: unknown = await this.#source();
    // The platform would refuse the header, with a message that repeats the token.
    if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token))
      throw new Error('The token source returned something that cannot be a token');
    return token;
  }
}
