/**
 * The search of Wing and Gong: is there an order of the operations, each between its invocation and its response, in which
 * one after the other they come to what was seen? States that were reached by the same operations are looked at once (Lowe).
 */

/** An operation of a history, as far as its place in time goes. */
export interface Timed {
  readonly invokedAt: number;
  readonly respondedAt: number;
}

export interface Question<Operation extends Timed, State> {
  readonly operations: readonly Operation[];
  readonly start: State;
  /** The state behind an operation that is done in this one; undefined when it cannot have come to what was seen. */
  readonly next: (state: State, operation: Operation) => State | undefined;
  /** Whether a state can be the last one. */
  readonly isEnd: (state: State) => boolean;
  /** Text that is the same for equal states. */
  readonly textOf: (state: State) => string;
}

export interface Found<Operation, State> {
  readonly isLinearizable: boolean;
  /** An order of all of them, or the longest that was found. */
  readonly order: readonly Operation[];
  /** The state behind that order. */
  readonly state: State;
  readonly looked: number;
}

export function findOrder<Operation extends Timed, State>(
  question: Question<Operation, State>,
): Found<Operation, State> {
  const { operations, start, next, isEnd, textOf } = question;
  const seen = new Set<string>();
  let longest: Pick<Found<Operation, State>, 'order' | 'state'> = { order: [], state: start };
  let looked = 0;
  const search = (state: State, order: readonly Operation[], done: ReadonlySet<Operation>): boolean => {
    if (order.length > longest.order.length) longest = { order, state };
    const left = operations.filter((operation) => !done.has(operation));
    if (left.length === 0) return isEnd(state);
    // Whatever comes next must have been invoked before the first of those left was answered.
    const latest = Math.min(...left.map(({ respondedAt }) => respondedAt));
    for (const operation of left.filter(({ invokedAt }) => invokedAt <= latest)) {
      looked += 1;
      const behind = next(state, operation);
      if (behind === undefined) continue;
      const doneNow = new Set(done).add(operation);
      const text = `${operations.map((one) => (doneNow.has(one) ? 1 : 0)).join('')} ${textOf(behind)}`;
      if (seen.has(text)) continue;
      seen.add(text);
      if (search(behind, [...order, operation], doneNow)) {
        return true;
      }
    }
    return false;
  };
  const isLinearizable = search(start, [], new Set());
  return { isLinearizable, ...longest, looked };
}
