import { join } from 'node:path';
import * as z from 'zod/mini';
import { AppendLog, type StorageOptions } from '../../data/append-log.ts';
import { JsonLinesFile } from '../../data/json-lines-file.ts';

const journalLine = z.object({
  n: z.number(),
  id: z.string(),
  time: z.string(),
  source: z.string(),
  'detail-type': z.string(),
  detail: z.record(z.string(), z.unknown()),
  resources: z.array(z.string()),
  bus: z.string(),
});

/** An event that the bus has accepted, with its number in order of arrival. */
export type JournalEvent = Readonly<z.infer<typeof journalLine>>;

/** The events of all buses in order of arrival, numbered from 1 without gaps. */
export class Journal {
  readonly #events: AppendLog<JournalEvent>;

  constructor({ dataFolder, eventsKept, onProblem }: StorageOptions) {
    const read = (value: unknown, n: number) => ({ ...journalLine.parse(value), n });
    const path = dataFolder && join(dataFolder, 'events.ndjson');
    this.#events = new AppendLog(eventsKept, path ? new JsonLinesFile(path, read, onProblem) : undefined);
  }

  /** Adds an event, and writes it to the file if there is one. */
  add(event: Omit<JournalEvent, 'n'>): JournalEvent {
    const numbered = { n: this.#events.count + 1, ...event };
    this.#events.add(numbered);
    return numbered;
  }

  /** The kept events after the n-th; all of them for 0. */
  since(n: number): readonly JournalEvent[] {
    return this.#events.after(n);
  }

  get length(): number {
    return this.#events.count;
  }

  /** How many of the oldest events were dropped. */
  get dropped(): number {
    return this.#events.dropped;
  }
}
