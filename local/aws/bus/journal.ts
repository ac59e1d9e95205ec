import { join } from 'node:path';
import * as z from 'zod/mini';
import { JsonLinesFile } from '../../data/json-lines-file.ts';
import { type Keeping, KeptValues } from '../../data/kept-values.ts';

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

/** An event that the bus has accepted, with its place in the order of arrival. */
export type JournalEvent = Readonly<z.infer<typeof journalLine>>;

/** The events of the buses of the template in the order in which they arrived, from 1 without gaps. */
export class Journal {
  readonly #events: KeptValues<JournalEvent>;

  constructor({ dataFolder, eventsKept, onProblem }: Keeping) {
    const read = (value: unknown, n: number) => ({ ...journalLine.parse(value), n });
    const path = dataFolder && join(dataFolder, 'events.ndjson');
    this.#events = new KeptValues(eventsKept, path ? new JsonLinesFile(path, read, onProblem) : undefined);
  }

  /** Adds an event; when this returns it is in the file, if there is one. */
  add(event: Omit<JournalEvent, 'n'>): JournalEvent {
    const numbered = { n: this.#events.count + 1, ...event };
    this.#events.add(numbered);
    return numbered;
  }

  /** The events behind the n-th that can still be read: all of them for 0. */
  since(n: number): readonly JournalEvent[] {
    return this.#events.after(n);
  }

  get length(): number {
    return this.#events.count;
  }

  /** How many, the oldest, can no longer be read. */
  get gone(): number {
    return this.#events.gone;
  }
}
