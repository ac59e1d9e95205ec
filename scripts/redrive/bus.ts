import {
  DescribeRuleCommand,
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  ResourceNotFoundException,
} from '@aws-sdk/client-eventbridge';
import type { UndeliveredEvent } from './dead-letter.ts';

/** The result of putting an event: accepted, or the bus's error code. */
export type PutResult = { readonly accepted: true } | { readonly accepted: false; readonly errorCode: string };

/** Limit of one PutEvents call in bytes. The bus has accepted each event once, so a single one fits. */
const MAX_BYTES = 256 * 1024;
/** An upper bound for source, detail-type and time of an entry. */
const ENTRY_OVERHEAD_BYTES = 1024;
const ACCESS_DENIED = 'AccessDeniedException';

export class Bus {
  readonly #client = new EventBridgeClient({});
  readonly #name: string;
  /** Of rules, by ARN. */
  readonly #states = new Map<string, string>();

  constructor(name: string) {
    this.#name = name;
  }

  /**
   * Why events of a rule must wait: PutEvents accepts and drops them while the bus or the rule is missing or disabled.
   * @returns undefined if the rule is enabled.
   * @throws Error if it is not known, such as for lack of events:DescribeRule.
   */
  async whyNotReady(ruleArn: string): Promise<string | undefined> {
    const known = this.#states.get(ruleArn) ?? (await this.#stateOf(ruleArn.slice(ruleArn.lastIndexOf('/') + 1)));
    this.#states.set(ruleArn, known);
    return known.startsWith('ENABLED') ? undefined : known;
  }

  async #stateOf(rule: string): Promise<string> {
    try {
      const { State } = await this.#client.send(new DescribeRuleCommand({ Name: rule, EventBusName: this.#name }));
      return State ?? 'without a state';
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return 'missing';
      throw error;
    }
  }

  /**
   * Puts at most ten events. Checks the answer of every entry, because HTTP 200 does not mean that all were accepted.
   * @returns a result for each event, in order.
   * @throws Error that tells the operator what to do if the credentials are refused.
   */
  async put(events: readonly UndeliveredEvent[]): Promise<readonly PutResult[]> {
    const results: PutResult[] = [];
    for (const batch of pack(events.map((event) => this.#entryOf(event))))
      results.push(...(await this.#putBatch(batch)));
    return results;
  }

  async #putBatch(batch: readonly PutEventsRequestEntry[]): Promise<readonly PutResult[]> {
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

  #entryOf(event: UndeliveredEvent): PutEventsRequestEntry {
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

/** Tells the operator why AWS refused the credentials, and what to do. */
function refused(bus: string, said: string): Error {
  return new Error(
    [
      `The bus ${bus} takes no events from these credentials.`,
      `  AWS says: ${said}`,
      'Its policy admits only the service itself and the roles in redriveRoleArns of the stage (bin/stages.ts). Add the ARN of a role',
      'there, deploy, and run this again as that role, which also needs events:PutEvents on the bus. What was not put',
      'back is still in the queue, invisible for its visibility timeout.',
    ].join('\n'),
  );
}

/** Packs entries into as few calls as their sizes allow. */
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
