import type { JournalEvent } from '../../local/aws/bus/journal.ts';
import { auditSequences } from '../../test/scenarios/all-sequences.ts';
import type { Reply } from '../traffic/order.ts';

/** The audit records of some requests: those expected, and those found. */
export interface RecordCount {
  readonly expected: number;
  /** Distinct record ids on the bus. */
  readonly distinct: number;
  /** Requests with missing records, or with others than those of their operation. */
  readonly brokenTrails: number;
}

/** Looks for the records of requests that succeeded. Domain events are not counted: a request does not show how many it must have. */
export function countRecords(replies: readonly Reply[], events: readonly JournalEvent[]): RecordCount {
  const expected = new Map(
    replies
      .filter(({ problem }) => problem === undefined)
      .map(({ requestId, operation }) => [requestId, trailOf(operation)]),
  );
  const found = new Map<string, Map<number, string>>();
  const recordIds = new Set<string>();
  for (const { detail } of events) {
    const requestId = String(detail.requestId);
    if (!expected.has(requestId)) continue;
    recordIds.add(String(detail.recordId));
    const trail = found.get(requestId) ?? new Map<number, string>();
    found.set(requestId, trail.set(Number(detail.sequence), String(detail.eventId).slice(-3)));
  }
  const isWhole = ([requestId, trail]: readonly [string, readonly string[]]) => {
    const places = [...(found.get(requestId) ?? [])].sort(([one], [other]) => one - other);
    return places.map(([, eventId]) => eventId).join() === trail.join();
  };
  return {
    expected: [...expected.values()].reduce((sum, trail) => sum + trail.length, 0),
    distinct: recordIds.size,
    brokenTrails: [...expected].filter((entry) => !isWhole(entry)).length,
  };
}

/** The last digits of the event ids that an operation records when a request of the traffic succeeds. */
function trailOf(operation: string): readonly string[] {
  const sequence = auditSequences.find((one) => one.operation === operation && one.error === undefined);
  if (sequence === undefined) throw new Error(`There is no audit sequence of ${operation}`);
  return sequence.events;
}
