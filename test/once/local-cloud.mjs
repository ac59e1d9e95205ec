export const { startLocalCloud } = await importOnce('local/local-cloud.ts');
