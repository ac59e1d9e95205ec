export const { findingsIn, templateText } = await importOnce('test/stack/synthesis.ts');
