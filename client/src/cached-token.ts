import { withinTime } from './within-time.ts';

/** Returns a token. Called at the first request, and again after a refused token. */
export type TokenSource = () => string | Promise<string>;

/** A call of the source. */
interface Question {
  readonly number: number;
  readonly askedAt: number;
  readonly answer: Promise<string>;
}

/** Caches a token until the service refuses it. Concurrent requests share it. */
export class CachedToken {
  readonly #source: TokenSource;
  readonly #limitMs: number;
  /** The question of which calls use the answer, or wait for it. */
  #question: Question | undefined;
  /** Its answer, if it has arrived. */
  #token: string | undefined;
  #asked = 0;
  /** The number of the newest question that was answered. */
  #answered = 0;

  /** @param limitMs how long the source may take. After that, calls that waited fail, and the next call asks it again. */
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
    const question = this.#current() ?? this.#ask();
    if (this.#token !== undefined) return this.#token;
    const left = question.askedAt + this.#limitMs - performance.now();
    const late = () => {
      // A timer may be early by a part of a millisecond, so the age of the question alone does not end it.
      if (this.#question === question) this.#forget();
      return new Error('The token source did not answer in time');
    };
    return withinTime(() => question.answer, left, caller, late);
  }

  /** A token after a refused one: a new one, unless another request has already replaced it. */
  async after(refused: string, caller: AbortSignal | undefined): Promise<string> {
    caller?.throwIfAborted();
    if (this.#token === refused) this.#forget();
    return this.current(caller);
  }

  /** The present question, unless it has been open for too long. Nobody may have waited until then. */
  #current(): Question | undefined {
    const isLate = this.#token === undefined && performance.now() - (this.#question?.askedAt ?? 0) >= this.#limitMs;
    return isLate ? undefined : this.#question;
  }

  #ask(): Question {
    this.#asked += 1;
    const question = { number: this.#asked, askedAt: performance.now(), answer: this.#fromSource() };
    this.#question = question;
    const keep = (token: string) => {
      // An answer that comes late is good for the next call, unless a newer question has been answered.
      if (question.number < this.#answered) return;
      this.#answered = question.number;
      this.#question = question;
      this.#token = token;
    };
    const fail = () => {
      // Does not cache a failure.
      if (this.#question === question) this.#forget();
    };
    question.answer.then(keep, fail);
    return question;
  }

  #forget(): void {
    this.#question = undefined;
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
