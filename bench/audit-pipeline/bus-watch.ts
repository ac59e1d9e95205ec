import type { JournalEvent } from '../../local/aws/bus/journal.ts';
import { monotonicMs } from '../traffic/monotonic.ts';

/** Notes when records come to the bus. Times are of `monotonicMs`. */
export class BusWatch {
  /** The first arrival of each record, in their order. */
  readonly #arrivedMs = new Map<string, number>();
  readonly #lastOfRowMs = new Map<string, number>();
  readonly #rowOfRequest = new Map<string, string>();
  #events = 0;

  /** For `LocalCloudOptions.onEvent`. */
  readonly onEvent = ({ detail }: JournalEvent): void => {
    this.#events += 1;
    const recordId = String(detail.recordId);
    if (this.#arrivedMs.has(recordId)) return;
    const now = monotonicMs();
    const row = recordId.slice(0, recordId.lastIndexOf('-'));
    this.#arrivedMs.set(recordId, now);
    this.#lastOfRowMs.set(row, now);
    // Domain events do not name the request: the row, with which their ids begin, leads to it.
    if (typeof detail.requestId === 'string') this.#rowOfRequest.set(detail.requestId, row);
  };

  /** When the last record of a request came; undefined when none has come yet. */
  lastOfRequestMs(requestId: string): number | undefined {
    return this.#lastOfRowMs.get(this.#rowOfRequest.get(requestId) ?? '');
  }

  /** When distinct records came for the first time, by their id. */
  get arrivals(): ReadonlyMap<string, number> {
    return this.#arrivedMs;
  }

  /** Arrivals of records that had come before. */
  get repeated(): number {
    return this.#events - this.#arrivedMs.size;
  }
}
