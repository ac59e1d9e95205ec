import type { JournalEvent } from '../../local/aws/bus/journal.ts';
import { monotonicMs } from '../traffic/monotonic.ts';

/** Notes when records arrive on the bus. Times are those of `monotonicMs`. */
export class BusWatch {
  /** The first arrival of each record, in order of arrival. */
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
    // Domain events do not name their request. Their ids begin with the id of the row, which leads to it.
    if (typeof detail.requestId === 'string') this.#rowOfRequest.set(detail.requestId, row);
  };

  /** When the last record of a request arrived; undefined if none has arrived yet. */
  lastOfRequestMs(requestId: string): number | undefined {
    return this.#lastOfRowMs.get(this.#rowOfRequest.get(requestId) ?? '');
  }

  /** When each record arrived for the first time, by its id. */
  get arrivals(): ReadonlyMap<string, number> {
    return this.#arrivedMs;
  }

  /** The number of arrivals of records that had arrived before. */
  get repeated(): number {
    return this.#events - this.#arrivedMs.size;
  }
}
