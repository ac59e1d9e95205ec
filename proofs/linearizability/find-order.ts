/**
 * The search of Wing and Gong: is there an order of the operations, each between its invocation and its response, that
 * explains what was seen? States reached by the same operations are examined once (Lowe).
 */

/** The times of an operation in a history. */
export interface Timed {
  readonly invokedAt: number;
  readonly respondedAt: number;
}

export interface Question<Operation extends Timed, State> {
  readonly operations: readonly Operation[];
  readonly start: State;
  /** The state after an operation in this one; undefined if that contradicts what was seen. */
  readonly next: (state: State, operation: Operation) => State | undefined;
  /** Whether a state can be the last one. */
  readonly isEnd: (state: State) => boolean;
  /** Equal texts for equal states. */
  readonly textOf: (state: State) => string;
}

export interface Found<Operation, State> {
  readonly isLinearizable: boolean;
  /** An order of all operations, or the longest found. */
  readonly order: readonly Operation[];
  /** The state after that order. */
  readonly state: State;
  readonly steps: number;
}

export function findOrder<Operation extends Timed, State>(
  question: Question<Operation, State>,
): Found<Operation, State> {
  const { operations, start, next, isEnd, textOf } = question;
  const seen = new Set<string>();
  let longest: Pick<Found<Operation, State>, 'order' | 'state'> = { order: [], state: start };
  let steps = 0;
  const search = (state: State, order: readonly Operation[], done: ReadonlySet<Operation>): boolean => {
    if (order.length > longest.order.length) longest = { order, state };
    const left = operations.filter((operation) => !done.has(operation));
    if (left.length === 0) return isEnd(state);
    // The next operation must have been invoked before the first response among those left.
    const latest = Math.min(...left.map(({ respondedAt }) => respondedAt));
    for (const operation of left.filter(({ invokedAt }) => invokedAt <= latest)) {
      steps += 1;
      const after = next(state, operation);
      if (after === undefined) continue;
      const doneNow = new Set(done).add(operation);
      const text = `${operations.map((one) => (doneNow.has(one) ? 1 : 0)).join('')} ${textOf(after)}`;
      if (seen.has(text)) continue;
      seen.add(text);
      if (search(after, [...order, operation], doneNow)) {
        return true;
      }
    }
    return false;
  };
  const isLinearizable = search(start, [], new Set());
  return { isLinearizable, ...longest, steps };
}
