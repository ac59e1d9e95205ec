/** What of a MISP decides where it stands in lists. */
export interface Standing {
  readonly name: string;
  readonly status: 'Inprogress' | 'approved' | 'rejected';
  readonly isActive: boolean;
  /** Ends of its licences that are switched on, by their hashes; ISO, UTC. */
  readonly ends: ReadonlyMap<string, string>;
}

/** How it stands from one request on. */
export interface Stood {
  /** The first comes with its registration. What only the answer says is filled in then. */
  standing: Standing;
  /** From here on it may show; on the clock of `performance.now()`, as all times here. */
  readonly askedAt: number;
  /** From here on it is stored, and shows in an index when that has caught up. Infinity while nothing is known. */
  answeredAt: number;
}

/** A MISP, with what the requests and their answers say of it, one behind the other. */
export interface TrackedMisp {
  readonly id: string;
  readonly stood: Stood[];
}

/** How it stands by its last request. */
export const standingOf = ({ stood }: TrackedMisp): Standing => stood.at(-1)!.standing;

/** Whether it was registered, and an index had caught up with that, at this time. */
export const isVisibleAt = ({ stood }: TrackedMisp, time: number, lagMs: number): boolean =>
  stood[0]!.answeredAt + lagMs <= time;

/** How every read of an index between two times may show it. */
export function standingsWithin({ stood }: TrackedMisp, from: number, to: number, lagMs: number): readonly Standing[] {
  const settled = stood.findLast(({ answeredAt }) => answeredAt + lagMs <= from);
  const moving = stood.filter(({ askedAt, answeredAt }) => askedAt <= to && answeredAt + lagMs > from);
  return [...(settled === undefined ? [] : [settled]), ...moving].map(({ standing }) => standing);
}
