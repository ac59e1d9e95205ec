/** Gives a token. It is asked at the first request, and again when it was refused. */
export type TokenSource = () => string | Promise<string>;

/** Keeps a token for as long as the service takes it, however many requests are on their way. */
export class KeptToken {
  readonly #source: TokenSource;
  #kept: Promise<string> | undefined;

  constructor(source: TokenSource) {
    this.#source = source;
  }

  /** @throws Error when what the source gives cannot be a token; whatever the source throws. */
  current(): Promise<string> {
    if (this.#kept !== undefined) return this.#kept;
    const asked = this.#ask();
    this.#kept = asked;
    // What failed once may succeed the next time.
    asked.catch(() => this.#forget(asked));
    return asked;
  }

  /** A token after one that was refused: a new one, unless another request has had it replaced meanwhile. */
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
    // The platform refuses a header with anything else in it, in a message that repeats it.
    if (!/^[\x21-\x7e]+$/.test(token)) throw new Error('The token source gave what cannot be a token');
    return token;
  }
}
