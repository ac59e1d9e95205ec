/** What decides a MISP's place in lists. */
export interface Standing {
  readonly name: string;
  readonly status: 'Inprogress' | 'approved' | 'rejected';
  readonly isActive: boolean;
  /** Ends of its switched-on licences, by hash; ISO, UTC. */
  readonly ends: ReadonlyMap<string, string>;
}

/** The state of a MISP from one request on. */
export interface Stood {
  /** The first comes with the registration. What only the answer tells is filled in then. */
  standing: Standing;
  /** From here on it may show. All times here are of `performance.now()`. */
  readonly askedAt: number;
  /** From here on it is stored, and shows in an index that has caught up. Infinity until the answer comes. */
  answeredAt: number;
}

/** A MISP as its requests and answers describe it, one after the other. */
export interface TrackedMisp {
  readonly id: string;
  readonly stood: Stood[];
}

/** Its state after the last request. */
export const standingOf = ({ stood }: TrackedMisp): Standing => stood.at(-1)!.standing;

/** Whether it was registered, and an index had caught up, at this time. */
export const isVisibleAt = ({ stood }: TrackedMisp, time: number, lagMs: number): boolean =>
  stood[0]!.answeredAt + lagMs <= time;

/** The states that an index read between two times may show. */
export function standingsWithin({ stood }: TrackedMisp, from: number, to: number, lagMs: number): readonly Standing[] {
  const settled = stood.findLast(({ answeredAt }) => answeredAt + lagMs <= from);
  const moving = stood.filter(({ askedAt, answeredAt }) => askedAt <= to && answeredAt + lagMs > from);
  return [...(settled === undefined ? [] : [settled]), ...moving].map(({ standing }) => standing);
}
