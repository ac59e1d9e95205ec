import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { at, textAt } from './service-client.ts';

/** An audit record or domain event on the bus. */
export interface AuditEvent {
  readonly requestId: string;
  readonly eventId: string;
  readonly sequence: number;
  readonly version: number | undefined;
}

/** A source of the audit trail. */
export interface AuditSource {
  readonly title: string;
  /** How long to wait before it is read again. */
  readonly pauseMs: number;
  /** Reads all events since the start of the smoke test. */
  read(): Promise<readonly AuditEvent[]>;
}

function eventFrom(detail: unknown): AuditEvent {
  const version = at(detail, 'version');
  return {
    requestId: textAt(detail, 'requestId'),
    eventId: textAt(detail, 'eventId'),
    sequence: Number(at(detail, 'sequence')),
    version: typeof version === 'number' ? version : undefined,
  };
}

/** The events page of a local cloud. */
export function localJournal(origin: string): AuditSource {
  return {
    title: `the local cloud's journal (${origin}/_local/events)`,
    pauseMs: 500,
    read: async () => {
      const answer = await fetch(`${origin}/_local/events?since=0`);
      const lines = (await answer.text()).split('\n').filter((line) => line !== '');
      return lines.map((line) => eventFrom(at(JSON.parse(line), 'detail')));
    },
  };
}

/** The log group of the bus. Needs `logs:FilterLogEvents` and the SDK's usual credentials and region. */
export function logGroup(name: string): AuditSource {
  // All callers' events since the start are read each time, and the account's other readers share the quota.
  const client = new CloudWatchLogsClient({ maxAttempts: 10 });
  const startTime = Date.now() - 60_000;
  return {
    title: `the log group ${name}`,
    pauseMs: 5000,
    read: async () => {
      const events: AuditEvent[] = [];
      for await (const page of paginateFilterLogEvents({ client }, { logGroupName: name, startTime })) {
        for (const { message } of page.events ?? []) {
          if (message !== undefined) events.push(eventFrom(at(JSON.parse(message), 'detail')));
        }
      }
      return events;
    },
  };
}
