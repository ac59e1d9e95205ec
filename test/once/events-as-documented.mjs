const shared = await importOnce('test/support/events-as-documented.ts');

export const { EventsAsDocumented } = shared;

/** Made of objects of this sandbox: comparisons check an object's prototype. */
export const publishedEvents = () => JSON.parse(JSON.stringify(shared.publishedEvents()));
