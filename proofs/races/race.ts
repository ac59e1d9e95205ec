import type { Asked, Call } from '../model/reference/call.ts';
import { emptyWorld, type KnownMisp, type World, withMisp } from '../model/reference/world.ts';

/** What there is when a race begins, and the requests that are made at once. */
export interface Start {
  readonly before: World;
  readonly calls: readonly Call[];
}

export interface Race {
  readonly name: string;
  /** Where the race can begin; rounds take turns. */
  readonly variants: readonly Start[];
}

/** When races take place. */
export const NOW = Date.parse('2026-03-01T10:20:30.000Z');

/**
 * Requests that race, each with a caller and a reading of the clock of its own.
 * @param misp what is stored before; undefined for nothing.
 */
export function startOf(
  misp: KnownMisp | undefined,
  ...requests: readonly (Asked & { readonly at?: number })[]
): Start {
  return {
    before: misp === undefined ? emptyWorld : withMisp(emptyWorld, misp),
    calls: requests.map((request, index) => ({
      ...{ by: { userId: `racer-${index}`, userName: `Racer ${index}` }, at: NOW + index },
      ...{ requestId: `request-${index + 1}`, ...request },
    })),
  };
}
