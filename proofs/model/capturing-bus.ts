import { AsyncLocalStorage } from 'node:async_hooks';
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

/** Where the entries of the present call go. One client for all buses, because making one takes as long as a sequence. */
const captured = new AsyncLocalStorage<BusEntry[]>();
const client = new EventBridgeClient({
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});
client.middlewareStack.add(
  () => async (args) => {
    const { Entries = [] } = args.input as { readonly Entries?: readonly PutEventsRequestEntry[] };
    captured.getStore()?.push(...Entries.map(entryOf));
    const output = { $metadata: {}, Entries: Entries.map((_, index) => ({ EventId: `event-${index}` })) };
    return { response: undefined, output };
  },
  { step: 'initialize', name: 'capture' },
);

/**
 * A bus that accepts and keeps everything. It replaces EventBridge and not the service's adapter, so source,
 * detail-type and time are those that EventBridge would get.
 */
export function capturingBus(name: string): { readonly bus: EventBus; readonly entries: readonly BusEntry[] } {
  const entries: BusEntry[] = [];
  const bus = new EventBridgeBus(client, name);
  return { bus: { put: (events) => captured.run(entries, () => bus.put(events)) }, entries };
}

function entryOf({ EventBusName, Source, DetailType, Detail, Time }: PutEventsRequestEntry): BusEntry {
  const detail: Record<string, unknown> = JSON.parse(Detail ?? '{}');
  return {
    ...{ bus: EventBusName ?? '', source: Source ?? '', detailType: DetailType ?? '' },
    ...{ time: Time?.toISOString() ?? '', detail, recordId: String(detail.recordId) },
  };
}
