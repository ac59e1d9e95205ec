import type { EntryOutcome, EventBus } from '../../functions/audit/event-bus.ts';
import type { BusEvent } from '../../functions/audit/expand-row.ts';

const accepted: EntryOutcome = { accepted: true };
export const refusedWith = (errorCode: string): EntryOutcome => ({ accepted: false, errorCode });

/** A bus with scripted answers that keeps what it was given. */
export class ScriptedBus implements EventBus {
  /** The events of every call, in order. */
  readonly calls: (readonly BusEvent[])[] = [];
  /** Decides the outcome of an event in a call; calls count from 0. If it throws, the call fails. */
  fate: (event: BusEvent, call: number) => EntryOutcome = () => accepted;
  /** The most concurrent calls so far. */
  busiest = 0;
  #underWay = 0;

  async put(events: readonly BusEvent[]): Promise<readonly EntryOutcome[]> {
    const call = this.calls.length;
    this.calls.push(events);
    this.#underWay += 1;
    this.busiest = Math.max(this.busiest, this.#underWay);
    await new Promise((resolve) => setImmediate(resolve));
    this.#underWay -= 1;
    return events.map((event) => this.fate(event, call));
  }

  /** Record ids in the order of their puts, including retries. */
  get recordIds(): readonly string[] {
    return this.calls.flat().map(({ detail }) => String(detail.recordId));
  }
}
