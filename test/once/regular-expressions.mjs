export const { regularExpressionsIn, superlinear } = await importOnce('test/support/regular-expressions.ts');
