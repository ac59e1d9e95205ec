export const { templateText } = await importOnce('test/stack/synthesis.ts');
