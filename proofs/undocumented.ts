import { EventsAsDocumented, publishedEvents, type SeenEvent } from '../test/support/events-as-documented.ts';

const documented = new EventsAsDocumented(publishedEvents());

/** Where events of the bus differ from what docs/asyncapi.json promises to consumers. */
export function undocumented(events: readonly SeenEvent[]): readonly string[] {
  return documented.faultsIn(events);
}
