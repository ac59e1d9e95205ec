import { Journal, type JournalEvent } from '../../local/aws/bus/journal.ts';
import { judgePutEvents } from '../../local/aws/bus/put-events.ts';
import type { LocalCloud } from '../../local/local-cloud.ts';
import type { Reply } from '../traffic/order.ts';
import type { GatewayMemory } from './memory-growth.ts';
import { weightOf } from './own-memory.ts';

/** What a load has left in this process on purpose, by the weight of a copy of it. */
export function keptOnPurpose(
  cloud: LocalCloud,
  eventsBefore: number,
  replies: readonly Reply[],
): Omit<GatewayMemory, 'before' | 'after'> {
  const events = cloud.events(eventsBefore);
  // A log group gets each event as a line of text.
  const lines = cloud.template
    .ofType('AWS::Logs::LogGroup')
    .flatMap(({ name }) => cloud.services.logGroups.events(name).slice(-Math.max(1, events.length)));
  return {
    events: weightOf(() => journalOf(events)),
    lines: weightOf(() => structuredClone(lines)),
    replies: weightOf(() => structuredClone(replies)),
  };
}

/** A second journal of the same events. Made as the bus makes it: objects made in another way hold the same in half the memory. */
function journalOf(events: readonly JournalEvent[]): Journal {
  const journal = new Journal({ dataFolder: undefined, eventsKept: events.length + 1, onProblem: () => undefined });
  for (const { n: _, detail, ...event } of events) {
    const entry = { Source: event.source, DetailType: event['detail-type'], Detail: JSON.stringify(detail) };
    const verdicts = judgePutEvents({ Entries: [entry] });
    const [verdict] = 'refused' in verdicts ? [] : verdicts;
    if (verdict === undefined || !('accepted' in verdict)) throw new Error('The bus would not take its own event');
    journal.add({ ...structuredClone(event), detail: verdict.accepted.detail });
  }
  return journal;
}
