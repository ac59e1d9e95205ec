export const { startOnLocalCloud } = await importOnce('test/e2e/local-cloud-driver.ts');
