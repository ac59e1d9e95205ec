import type { BusEvent } from './expand-row.ts';

/** The outcome of one entry: accepted, or the bus's error code. */
export type EntryOutcome = { readonly accepted: true } | { readonly accepted: false; readonly errorCode: string };

/** The bus that audit records and domain events go to. */
export interface EventBus {
  /**
   * Puts at most ten events. @returns one outcome for each event, in their order.
   * @throws if the call itself failed; the outcome of its events is then unknown.
   */
  put(events: readonly BusEvent[]): Promise<readonly EntryOutcome[]>;
}
