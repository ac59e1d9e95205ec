import type { EntryOutcome, EventBus } from '../../functions/audit/event-bus.ts';
import type { BusEvent } from '../../functions/audit/expand-row.ts';

const accepted: EntryOutcome = { accepted: true };
export const refusedWith = (errorCode: string): EntryOutcome => ({ accepted: false, errorCode });

/** A bus that answers as a test tells it, and keeps what it was given. */
export class ScriptedBus implements EventBus {
  /** The events of every call, in the order of the calls. */
  readonly calls: (readonly BusEvent[])[] = [];
  /** Says what becomes of an event in a call; calls count from 0. What it throws makes the call fail. */
  fate: (event: BusEvent, call: number) => EntryOutcome = () => accepted;
  /** The most calls that were ever under way at once. */
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

  /** Record ids in the order in which they were put, tries included. */
  get recordIds(): readonly string[] {
    return this.calls.flat().map(({ detail }) => String(detail.recordId));
  }
}
