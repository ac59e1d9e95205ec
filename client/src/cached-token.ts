/** Returns a token. Called at the first request, and again after a refused token. */
export type TokenSource = () => string | Promise<string>;

/** Caches a token until the service refuses it. Concurrent requests share it. */
export class CachedToken {
  readonly #source: TokenSource;
  #kept: Promise<string> | undefined;

  constructor(source: TokenSource) {
    this.#source = source;
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
    const token = await this.#source();
    // The platform would refuse the header, with a message that repeats the token.
    if (!/^[\x21-\x7e]+$/.test(token)) throw new Error('The token source returned something that cannot be a token');
    return token;
  }
}
