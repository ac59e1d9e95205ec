import { timerMs } from './timing.ts';

/** Returns a token. Called at the first request, and again after a refused token. */
export type TokenSource = () => string | Promise<string>;

/** Caches a token until the service refuses it. Concurrent requests share it. */
export class CachedToken {
  readonly #source: TokenSource;
  readonly #limitMs: number;
  #kept: Promise<string> | undefined;

  /** @param limitMs how long the source may take. Others may wait for the same token, so an abort does not end it. */
  constructor(source: TokenSource, limitMs: number) {
    this.#source = source;
    this.#limitMs = limitMs;
  }

  /** @throws Error if the source returns something that cannot be a token; the source's own errors. */
  current(): Promise<string> {
    if (this.#kept !== undefined) return this.#kept;
    const asked = this.#ask();
    this.#kept = asked;
    // Does not cache a failure.
    asked.catch(() => this.#forget(asked));
    return asked;
  }

  /** A token after a refused one: a new one, unless another request has already replaced it. */
  async after(refused: string): Promise<string> {
    const kept = this.#kept;
    if (kept !== undefined && (await kept) === refused) this.#forget(kept);
    return this.current();
  }

  #forget(token: Promise<string>): void {
    if (this.#kept === token) this.#kept = undefined;
  }

  async #ask(): Promise<string> {
    const token: unknown = await this.#withinLimit();
    // The platform would refuse the header, with a message that repeats the token.
    if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token))
      throw new Error('The token source returned something that cannot be a token');
    return token;
  }

  async #withinLimit(): Promise<string> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const over = new Promise<never>((_, reject) => {
      const late = () => reject(new Error('The token source did not answer in time'));
      timer = setTimeout(late, timerMs(this.#limitMs));
    });
    try {
      return await Promise.race([this.#source(), over]);
    } finally {
      clearTimeout(timer);
    }
  }
}
