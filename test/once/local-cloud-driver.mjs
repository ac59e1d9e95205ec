import { mispClient } from '../../client/src/index.ts';

const shared = await importOnce('test/e2e/local-cloud-driver.ts');

/** With a client of this sandbox: tests recognize its errors by their classes. */
export async function startOnLocalCloud(options) {
  const driver = await shared.startOnLocalCloud(options);
  const { cloud, fetch } = driver;
  const token = await cloud.token();
  return { ...driver, misps: (own) => mispClient({ baseUrl: cloud.baseUrl, token: () => token, fetch, ...own }) };
}
