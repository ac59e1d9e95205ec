import { EventsAsDocumented, publishedEvents, type SeenEvent } from '../test/support/events-as-documented.ts';

const documented = new EventsAsDocumented(publishedEvents());

/** What of events of the bus is otherwise than docs/asyncapi.json promises to consumers. */
export function undocumented(events: readonly SeenEvent[]): readonly string[] {
  return documented.faultsIn(events);
}
