import type { Admit } from '../../local/aws/admission.ts';

/** Who publishes: the stream's function or the sweeper. */
export type Publisher = 'publish-audit' | 'sweep-audit-outbox';

/** Notes how records are grouped on their way: into batches, which the functions log, and into calls of PutEvents. */
export class PublishingWatch {
  readonly #batches: Record<Publisher, number[]> = { 'publish-audit': [], 'sweep-audit-outbox': [] };
  #entries: number[] = [];

  /** For `LocalCloudOptions.onLog`. */
  readonly onLog = (functionName: string, line: string): void => {
    const published = /"AuditRecordsPublished":(\d+)/.exec(line)?.[1];
    if (published === undefined || published === '0') return;
    const publisher = functionName.endsWith('-publish-audit') ? 'publish-audit' : 'sweep-audit-outbox';
    this.#batches[publisher].push(Number(published));
  };

  /** For `LocalCloudOptions.admit`: lets everything pass. */
  readonly admit: Admit = async ({ service, action, input }) => {
    if (service === 'events' && action === 'PutEvents') this.#entries.push(entriesIn(input));
    return { admitted: true };
  };

  /** How many records the bus has accepted of each batch. A batch with none is left out. */
  batchesOf(publisher: Publisher): readonly number[] {
    return this.#batches[publisher];
  }

  /** The number of entries of each call of PutEvents, including those that failed. */
  get entriesOfCalls(): readonly number[] {
    return this.#entries;
  }

  /** Forgets the calls so far. */
  forgetCalls(): void {
    this.#entries = [];
  }
}

function entriesIn(input: unknown): number {
  const entries: unknown =
    typeof input === 'object' && input !== null && 'Entries' in input ? input.Entries : undefined;
  return Array.isArray(entries) ? entries.length : 0;
}
