import { EventBridgeClient, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { EventBus } from '../../functions/audit/event-bus.ts';
import { EventBridgeBus } from '../../functions/audit/eventbridge-bus.ts';

/** An entry as the service's own adapter addressed it. */
export interface BusEntry {
  readonly bus: string;
  readonly source: string;
  readonly detailType: string;
  /** ISO, UTC. */
  readonly time: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly recordId: string;
}

/**
 * A bus that accepts and keeps everything. It replaces EventBridge and not the service's adapter, so source,
 * detail-type and time are those that EventBridge would get.
 */
export function capturingBus(name: string): { readonly bus: EventBus; readonly entries: readonly BusEntry[] } {
  const entries: BusEntry[] = [];
  const client = new EventBridgeClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  client.middlewareStack.add(
    () => async (args) => {
      const { Entries = [] } = args.input as { readonly Entries?: readonly PutEventsRequestEntry[] };
      entries.push(...Entries.map(entryOf));
      const output = { $metadata: {}, Entries: Entries.map((_, index) => ({ EventId: `event-${index}` })) };
      return { response: undefined, output };
    },
    { step: 'initialize', name: 'capture' },
  );
  return { bus: new EventBridgeBus(client, name), entries };
}

function entryOf({ EventBusName, Source, DetailType, Detail, Time }: PutEventsRequestEntry): BusEntry {
  const detail: Record<string, unknown> = JSON.parse(Detail ?? '{}');
  return {
    ...{ bus: EventBusName ?? '', source: Source ?? '', detailType: DetailType ?? '' },
    ...{ time: Time?.toISOString() ?? '', detail, recordId: String(detail.recordId) },
  };
}
