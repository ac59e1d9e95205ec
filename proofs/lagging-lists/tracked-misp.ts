/** What decides a MISP's place in lists. */
export interface MispState {
  readonly name: string;
  readonly status: 'Inprogress' | 'approved' | 'rejected';
  readonly isActive: boolean;
  /** Ends of its switched-on licences, by hash; ISO, UTC. */
  readonly ends: ReadonlyMap<string, string>;
}

/** The state of a MISP from one request on. */
export interface TimedState {
  /** The first comes with the registration. What only the answer tells is filled in then. */
  state: MispState;
  /** From here on it may show. All times here are of `performance.now()`. */
  readonly askedAt: number;
  /** From here on it is stored, and shows in an index that has caught up. Infinity until the answer comes. */
  answeredAt: number;
}

/** A MISP as its requests and answers describe it, one after the other. */
export interface TrackedMisp {
  readonly id: string;
  readonly states: TimedState[];
}

/** Its state after the last request. */
export const currentState = ({ states }: TrackedMisp): MispState => states.at(-1)!.state;

/** Whether it was registered, and an index had caught up, at this time. */
export const isVisibleAt = ({ states }: TrackedMisp, time: number, lagMs: number): boolean =>
  states[0]!.answeredAt + lagMs <= time;

/** The states that an index read between two times may show. */
export function statesWithin({ states }: TrackedMisp, from: number, to: number, lagMs: number): readonly MispState[] {
  const settled = states.findLast(({ answeredAt }) => answeredAt + lagMs <= from);
  const moving = states.filter(({ askedAt, answeredAt }) => askedAt <= to && answeredAt + lagMs > from);
  return [...(settled === undefined ? [] : [settled]), ...moving].map(({ state }) => state);
}
