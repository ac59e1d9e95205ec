import { withinTime } from './within-time.ts';

/**
 * Returns a token. Called at the first request and after a refused token; again if it has not answered within the
 * client's `timeoutMs` and a call waits.
 */
export type TokenSource = () => string | Promise<string>;

/** A token, and the number of the question that it answered. */
export interface Token {
  readonly text: string;
  readonly number: number;
}

/** A call of the source. */
interface Question {
  readonly askedAt: number;
  /** The next token that arrives, be it the answer to an earlier question; or the failure of this one. */
  readonly answer: Promise<Token>;
  readonly arrived: (token: Token) => void;
}

/** Caches a token until the service refuses it. Concurrent requests share it. */
export class CachedToken {
  readonly #source: TokenSource;
  readonly #limitMs: number;
  #token: Token | undefined;
  /** What calls wait for while there is no token. */
  #question: Question | undefined;
  #asked = 0;
  /** The number of the oldest question whose answer is still of use. */
  #usableFrom = 0;

  /** @param limitMs how long a call waits, and how long the source may take before it is asked again. */
  constructor(source: TokenSource, limitMs: number) {
    this.#source = source;
    this.#limitMs = limitMs;
  }

  /**
   * @param caller ends only the wait: others may wait for the same token.
   * @throws Error if none arrives in time or the source returns something that cannot be a token; the source's own
   * errors; the signal's reason.
   */
  async current(caller: AbortSignal | undefined): Promise<Token> {
    caller?.throwIfAborted();
    if (this.#token !== undefined) return this.#token;
    const late = new Error('The token source did not answer in time');
    const until = performance.now() + this.#limitMs;
    for (;;) {
      if (this.#token !== undefined) return this.#token;
      const now = performance.now();
      const open = this.#question;
      const question = open !== undefined && now < open.askedAt + this.#limitMs ? open : this.#ask();
      const left = Math.min(until, question.askedAt + this.#limitMs) - now;
      try {
        return await withinTime(
          () => question.answer,
          left,
          caller,
          () => late,
        );
      } catch (error) {
        // The question of another call is over before the time of this one: the source is asked again.
        if (error !== late || !(performance.now() < until)) throw error;
      }
    }
  }

  /** A token after a refused one: a new one, unless another request has already asked for it. */
  async after(refused: Token, caller: AbortSignal | undefined): Promise<Token> {
    if (this.#token !== undefined && this.#token.number <= refused.number) {
      this.#token = undefined;
      // Answers to earlier questions may be the refused token.
      this.#usableFrom = this.#asked + 1;
    }
    return this.current(caller);
  }

  #ask(): Question {
    this.#asked += 1;
    const number = this.#asked;
    let arrived: Question['arrived'] = () => undefined;
    let fail: (reason: unknown) => void = () => undefined;
    const answer = new Promise<Token>((resolve, reject) => {
      arrived = resolve;
      fail = reject;
    });
    const question = { askedAt: performance.now(), answer, arrived };
    this.#question = question;
    const failed = (reason: unknown) => {
      // Does not cache a failure.
      if (this.#question === question) this.#question = undefined;
      fail(reason);
    };
    this.#fromSource().then((text) => this.#keep({ text, number }), failed);
    // The call that asked may be gone.
    answer.catch(() => undefined);
    return question;
  }

  /** A token that comes late is as good as another, unless a newer question has been answered. */
  #keep(token: Token): void {
    if (token.number < this.#usableFrom) return;
    this.#usableFrom = token.number;
    this.#token = token;
    this.#question?.arrived(token);
    this.#question = undefined;
  }

  async #fromSource(): Promise<string> {
    const token: unknown = await this.#source();
    // The platform would refuse the header, with a message that repeats the token.
    if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token))
      throw new Error('The token source returned something that cannot be a token');
    return token;
  }
}
