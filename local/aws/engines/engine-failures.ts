import type { EngineAnswer } from './engine-request.ts';

/**
 * Reports why the engine fails, for example a full disk: callers only see an outage that does not end. They retry, so
 * it reports each reason once until the action succeeds again.
 */
export class EngineFailures {
  readonly #onProblem: (text: string) => void;
  /** By action. */
  readonly #reported = new Map<string, string>();

  constructor(onProblem: (text: string) => void) {
    this.#onProblem = onProblem;
  }

  /** Call it with every answer of the engine. */
  note(action: string, { status, body }: EngineAnswer): void {
    if (status < 500) {
      this.#reported.delete(action);
      return;
    }
    const text = `The DynamoDB engine could not do ${action}: ${body}`;
    if (this.#reported.get(action) !== text) this.#onProblem(text);
    this.#reported.set(action, text);
  }
}
