import type { Admit } from '../../local/aws/admission.ts';

/** Who publishes: the stream's function or the sweeper. */
export type Publisher = 'publish-audit' | 'sweep-audit-outbox';

/** Notes how records are put together on their way: by what the functions log of a batch, and by their calls. */
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

  /** Records of each batch of which the bus has accepted any. */
  batchesOf(publisher: Publisher): readonly number[] {
    return this.#batches[publisher];
  }

  /** Entries of each call of PutEvents, those that failed included. */
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
