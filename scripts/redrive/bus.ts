import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { DeadEvent } from './dead-letter.ts';

/** What became of an event: accepted, or the code that the bus refused it with. */
export type Fate = { readonly accepted: true } | { readonly accepted: false; readonly errorCode: string };

/** PutEvents takes so many bytes a call; a message of a queue is no larger, so a single event always fits. */
const MAX_BYTES = 256 * 1024;
/** More than what source, detail-type and time of an entry count. */
const ENTRY_OVERHEAD_BYTES = 1024;
const ACCESS_DENIED = 'AccessDeniedException';

/** The bus that events are put back on. */
export class Bus {
  readonly #client = new EventBridgeClient({});
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  /**
   * Puts at most ten events. HTTP 200 says nothing of them: every entry has an answer of its own, and each is read.
   * @returns one fate an event, in their order.
   * @throws Error that tells the operator what to do when the credentials are refused.
   */
  async put(events: readonly DeadEvent[]): Promise<readonly Fate[]> {
    const fates: Fate[] = [];
    for (const batch of pack(events.map((event) => this.#entryOf(event)))) fates.push(...(await this.#putBatch(batch)));
    return fates;
  }

  async #putBatch(batch: readonly PutEventsRequestEntry[]): Promise<readonly Fate[]> {
    const { Entries = [] } = await this.#client
      .send(new PutEventsCommand({ Entries: [...batch] }))
      .catch((error: unknown) => {
        if (error instanceof Error && error.name === ACCESS_DENIED) throw refused(this.#name, error.message);
        throw error;
      });
    const denied = Entries.find(({ ErrorCode }) => ErrorCode === ACCESS_DENIED);
    if (denied !== undefined) throw refused(this.#name, denied.ErrorMessage ?? ACCESS_DENIED);
    return batch.map((_, index) => {
      const answer = Entries[index];
      if (answer?.EventId !== undefined) return { accepted: true };
      return { accepted: false, errorCode: answer?.ErrorCode ?? 'NoAnswer' };
    });
  }

  #entryOf(event: DeadEvent): PutEventsRequestEntry {
    return {
      EventBusName: this.#name,
      Source: event.source,
      DetailType: event['detail-type'],
      Detail: JSON.stringify(event.detail),
      Time: new Date(event.time),
      Resources: event.resources,
    };
  }
}

/** For the operator: what AWS said of the credentials, and what to do about it. */
function refused(bus: string, said: string): Error {
  return new Error(
    [
      `The bus ${bus} takes no events from these credentials.`,
      `  AWS says: ${said}`,
      'Its policy lets in the service itself and the roles that redriveRoleArns of the stage names in bin/stages.ts. Add the',
      "role's ARN there, deploy, and run this again as that role, which itself needs events:PutEvents on the bus. What was not put",
      'back is still in the queue, out of sight for its visibility timeout.',
    ].join('\n'),
  );
}

/** Entries in the calls that take them. */
function pack(entries: readonly PutEventsRequestEntry[]): readonly (readonly PutEventsRequestEntry[])[] {
  const batches: PutEventsRequestEntry[][] = [];
  let room = 0;
  for (const entry of entries) {
    const bytes = Buffer.byteLength(JSON.stringify(entry)) + ENTRY_OVERHEAD_BYTES;
    const last = batches.at(-1);
    if (last === undefined || bytes > room) {
      batches.push([entry]);
      room = MAX_BYTES - bytes;
    } else {
      last.push(entry);
      room -= bytes;
    }
  }
  return batches;
}
