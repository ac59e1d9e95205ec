import * as z from 'zod/mini';
import { JsonLinesFile } from '../durable-files.ts';

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

/** All events of the buses of the template in the order in which they arrived, from 1 without gaps. */
export class Journal {
  readonly #file: JsonLinesFile;
  readonly #events: JournalEvent[];

  /** @param path a file that keeps the events; what it holds already is read. */
  constructor(path: string | undefined) {
    this.#file = new JsonLinesFile(path);
    this.#events = z.array(journalLine).parse(this.#file.read());
  }

  /** Adds an event; when this returns it is in the file, if there is one. */
  add(event: Omit<JournalEvent, 'n'>): JournalEvent {
    const numbered = { n: this.#events.length + 1, ...event };
    this.#file.append(numbered);
    this.#events.push(numbered);
    return numbered;
  }

  /** The events behind the n-th: all of them for 0. */
  since(n: number): readonly JournalEvent[] {
    return this.#events.slice(Math.max(0, n));
  }

  get length(): number {
    return this.#events.length;
  }
}
