import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { clientSettings } from '../sdk/client-settings.ts';
import { FreshAgent } from '../sdk/fresh-agent.ts';
import { openConnection } from '../sdk/open-connection.ts';
import { streamline } from '../sdk/streamline.ts';
import { withTimeLimit } from '../sdk/with-time-limit.ts';
import type { EntryOutcome, EventBus } from './event-bus.ts';
import { EVENT_SOURCE } from './event-source.ts';
import type { BusEvent } from './expand-row.ts';

const REQUEST_TIMEOUT_MS = 5000;
/** For the whole of a call, of which publish-rows.ts leaves enough time for one. */
const CALL_LIMIT_MS = 6000;

/**
 * The client of a function, made once at its start. It sends a call once: publish-rows.ts
 * retries entry by entry, as long as its function has time.
 */
export function createEventBridgeClient(): EventBridgeClient {
  const agent = new FreshAgent();
  const client: EventBridgeClient = new EventBridgeClient({
    maxAttempts: 1,
    ...clientSettings('events', REQUEST_TIMEOUT_MS, agent, () => client.config),
  });
  streamline(client, agent);
  return client;
}

/** The same, with its connection open. To be awaited while the function loads. */
export async function connectedEventBridgeClient(): Promise<EventBridgeClient> {
  const client = createEventBridgeClient();
  await openConnection(client, () => client.send(new PutEventsCommand({ Entries: [] })));
  return client;
}

/**
 * The bus in EventBridge. A call takes at most six seconds. HTTP 200 means nothing there: every entry has its own
 * answer, and all are read.
 */
export class EventBridgeBus implements EventBus {
  readonly #client: EventBridgeClient;
  readonly #busName: string;

  constructor(client: EventBridgeClient, busName: string) {
    this.#client = client;
    this.#busName = busName;
  }

  async put(events: readonly BusEvent[]): Promise<readonly EntryOutcome[]> {
    const command = new PutEventsCommand({
      Entries: events.map((event) => ({
        EventBusName: this.#busName,
        Source: EVENT_SOURCE,
        DetailType: event.detailType,
        Detail: JSON.stringify(event.detail),
        Time: new Date(event.time),
      })),
    });
    const { Entries = [] } = await withTimeLimit(CALL_LIMIT_MS, (signal) =>
      this.#client.send(command, { abortSignal: signal }),
    );
    return events.map((_, index) => {
      const entry = Entries[index];
      if (entry?.EventId !== undefined) return { accepted: true };
      return { accepted: false, errorCode: entry?.ErrorCode ?? 'NoAnswer' };
    });
  }
}
