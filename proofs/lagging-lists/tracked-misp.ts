/** A name, with the times of the request that gave it. */
export interface GivenName {
  readonly name: string;
  /** From here on it may show; on the clock of `performance.now()`, as all times here. */
  readonly askedAt: number;
  /** From here on it is stored, and shows in an index when that has caught up. Infinity while nothing is known. */
  answeredAt: number;
}

/** A MISP, with what the requests and their answers say of its names. The first one came with its registration. */
export interface TrackedMisp {
  readonly id: string;
  readonly names: GivenName[];
}

/** How the service compares names, for those that this proof makes up. */
const normalized = (name: string) => name.toLowerCase();

export const hasPrefix = (name: string, prefix: string) => normalized(name).startsWith(normalized(prefix));

/** The text by which a search is sorted. */
export const nameOrder = (name: string, id: string) => `${normalized(name)}\u0001${id}`;

/** Whether it was registered, and an index had caught up with that, at this time. */
export const isVisibleAt = ({ names }: TrackedMisp, time: number, lagMs: number): boolean =>
  names[0]!.answeredAt + lagMs <= time;

/**
 * The name that every read of an index between two times must show.
 * @returns undefined when another may show as well: a rename was on its way, or the index may not have caught up with it.
 */
export function nameThroughout({ names }: TrackedMisp, from: number, to: number, lagMs: number): string | undefined {
  const settled = names.findLast(({ answeredAt }) => answeredAt + lagMs <= from);
  const isMoving = names.some(({ askedAt, answeredAt }) => askedAt <= to && answeredAt + lagMs > from);
  return isMoving ? undefined : settled?.name;
}
