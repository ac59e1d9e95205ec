const shared = await importOnce('test/support/events-as-documented.ts');

export const { EventsAsDocumented } = shared;

/** Of objects of this sandbox: comparisons look at what an object was made by. */
export const publishedEvents = () => JSON.parse(JSON.stringify(shared.publishedEvents()));
