const shared = await importOnce('test/support/answers-as-documented.ts');

export const { AnswersAsDocumented } = shared;

/** Of objects of this sandbox: comparisons look at what an object was made by. */
export const publishedDocument = () => JSON.parse(JSON.stringify(shared.publishedDocument()));
