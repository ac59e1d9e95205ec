import { Histories } from './histories.ts';
import { type Observations, sortObservations } from './observations.ts';
import { doubledPlaces, incompleteTrails } from './trails.ts';

/** Differences between versions, which are not compared with the model. */
export interface Differing {
  /** Further trails of a next version: `get-misp success: 117,118`. */
  readonly trails: readonly string[];
  /** Attributes of a stored MISP. */
  readonly attributes: readonly string[];
}

/**
 * Compares requests and answers, stored data and the bus. It uses none of the service's code: the model of the contract
 * says what a change must leave.
 * @returns each contradiction in a sentence; empty if there is none.
 */
export function findContradictions(
  observations: Observations,
  differing: Differing = { trails: [], attributes: [] },
): readonly string[] {
  const sorted = sortObservations(observations);
  return [
    ...doubledPlaces(sorted),
    ...incompleteTrails(sorted, differing.trails),
    ...new Histories(sorted, differing.attributes).audit(),
  ];
}
