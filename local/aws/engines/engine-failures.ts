import type { EngineAnswer } from './engine-request.ts';

/**
 * Says why the engine cannot do something, such as a full disk: callers take it for an outage and only see that it does not end.
 * They ask again and again, so it is said once until that action succeeds.
 */
export class EngineFailures {
  readonly #onProblem: (text: string) => void;
  /** By action. */
  readonly #said = new Map<string, string>();

  constructor(onProblem: (text: string) => void) {
    this.#onProblem = onProblem;
  }

  /** To be called with every answer of the engine. */
  note(action: string, { status, body }: EngineAnswer): void {
    if (status < 500) {
      this.#said.delete(action);
      return;
    }
    const text = `The DynamoDB engine could not do ${action}: ${body}`;
    if (this.#said.get(action) !== text) this.#onProblem(text);
    this.#said.set(action, text);
  }
}
