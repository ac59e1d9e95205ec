export const { EventsAsDocumented, publishedEvents } = await importOnce('test/support/events-as-documented.ts');
