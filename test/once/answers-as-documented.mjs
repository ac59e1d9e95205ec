const shared = await importOnce('test/support/answers-as-documented.ts');

export const { AnswersAsDocumented } = shared;

/** Made of objects of this sandbox: comparisons check an object's prototype. */
export const publishedDocument = () => JSON.parse(JSON.stringify(shared.publishedDocument()));
