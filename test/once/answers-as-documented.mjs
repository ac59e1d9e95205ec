export const { AnswersAsDocumented, publishedDocument } = await importOnce('test/support/answers-as-documented.ts');
