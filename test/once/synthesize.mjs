export const { synthesize } = await importOnce('bin/synthesize.ts');
