import type { BusEvent } from './expand-row.ts';

/** What became of one entry: accepted, or the code that the bus refused it with. */
export type EntryOutcome = { readonly accepted: true } | { readonly accepted: false; readonly errorCode: string };

/** The bus that audit records and domain events go to. */
export interface EventBus {
  /**
   * Puts at most ten events. @returns one outcome an event, in their order.
   * @throws when the call itself failed; nothing is known of its events then.
   */
  put(events: readonly BusEvent[]): Promise<readonly EntryOutcome[]>;
}
