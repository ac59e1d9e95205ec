import type { Asked, Call } from '../model/reference/call.ts';
import { emptyWorld, type KnownMisp, type World, withMisp } from '../model/reference/world.ts';

/** The initial state of a race, and its concurrent requests. */
export interface Start {
  readonly before: World;
  readonly calls: readonly Call[];
}

export interface Race {
  readonly name: string;
  /** The initial states of the race; rounds take turns. */
  readonly variants: readonly Start[];
}

/** The time of the races. */
export const NOW = Date.parse('2026-03-01T10:20:30.000Z');

/**
 * Racing requests, each with its own caller and reading of the clock.
 * @param misp the stored MISP; undefined for none.
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
