import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { type LocalCloud, startLocalCloud } from '../../local/local-cloud.ts';
import { AnswersAsDocumented, publishedDocument } from '../support/answers-as-documented.ts';
import { type Listening, listenOnLoopback } from '../support/listen-on-loopback.ts';
import { chromiumPath, launchChromium } from './chromium.ts';

/** The reference page in a browser, only if this machine has one. */

const isTried = chromiumPath !== undefined;
if (!isTried) {
  console.warn(
    'THE REFERENCE PAGE IS NOT TESTED: no Chromium is installed on this machine, so nothing shows that /_local/docs works ' +
      'in a browser. Install one (Debian: apt-get install chromium), or name one in the variable CHROMIUM, and run\n' +
      '  npm test -- test/local/reference-page-in-browser.test.ts',
  );
}
const inBrowser = isTried ? describe : describe.skip;

jest.setTimeout(300_000);
let cloud: LocalCloud;
let browser: Browser;
/** A foreign web page. Under `127.0.0.1` it may call the service, under `localhost` it may not. */
let otherPage: Listening;

beforeAll(async () => {
  if (!isTried) return;
  const answerPage = createServer((_, response) =>
    response.setHeader('content-type', 'text/html').end('<p>A page</p>'),
  );
  otherPage = await listenOnLoopback(answerPage);
  cloud = await startLocalCloud({ corsOrigins: [otherPage.url] });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await cloud?.stop();
  await otherPage?.stop();
});

/** A page of the browser, its errors, and the hosts that it contacted. */
async function openPage() {
  const page = await browser.newPage();
  const complaints: string[] = [];
  const asked = new Set<string>();
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.route('**/*', (route) => {
    const { origin, protocol, hostname } = new URL(route.request().url());
    asked.add(protocol === 'data:' ? 'data:' : origin);
    return hostname === '127.0.0.1' || hostname === 'localhost' ? route.continue() : route.abort();
  });
  return { page, complaints, asked };
}

const openReference = async (page: Page, query = '') => {
  await page.goto(`${cloud.url}/_local/docs${query}`);
  await page.locator('.opblock').first().waitFor();
  await page.locator('#token', { hasNotText: 'Asking' }).waitFor();
};

/** Opens an operation of the page, executes it with the prefilled values, and waits for the answer. */
async function tryOperation(page: Page, block: Locator) {
  await block.locator('.opblock-summary-control').click();
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.url().startsWith(cloud.baseUrl)),
    block.getByRole('button', { name: 'Execute' }).click(),
  ]);
  const shown = await block.locator('.live-responses-table .response-col_status').last().textContent();
  // The page redraws open operations with every change.
  await block.locator('.opblock-summary-control').click();
  return {
    id: await block.getAttribute('id'),
    shown: Number.parseInt(shown ?? '', 10),
    method: answer.request().method(),
    path: answer.url().slice(cloud.baseUrl.length),
    authorization: (await answer.request().allHeaders()).authorization,
    answer: { status: answer.status(), headers: await answer.allHeaders(), body: await answer.json() },
  };
}

inBrowser(`the reference page in a browser${isTried ? '' : ': NOT TESTED, no Chromium is installed'}`, () => {
  test('executes every operation with its token, shows the answer, and contacts only the local cloud', async () => {
    const document = publishedDocument();
    const documented = new AnswersAsDocumented(document);
    const { page, complaints, asked } = await openPage();
    await openReference(page);
    const tried: string[] = [];
    for (const block of await page.locator('.opblock').all()) {
      const { id, shown, method, path, authorization, answer } = await tryOperation(page, block);
      documented.check(method, path, answer);
      expect({ id, status: answer.status, shown }).toEqual({ id, status: 200, shown: 200 });
      expect(authorization).toMatch(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/);
      tried.push(String(id));
    }
    const all = Object.values(document.paths as Record<string, Record<string, { operationId: string; tags: string[] }>>)
      .flatMap((item) => Object.values(item))
      .map(({ operationId, tags: [tag = ''] }) => `operations-${tag.replaceAll(' ', '_')}-${operationId}`);
    expect(all.length).toBeGreaterThanOrEqual(12);
    expect(tried.sort()).toEqual(all.sort());
    expect(complaints).toEqual([]);
    expect([...asked]).toEqual([cloud.url]);
    await page.close();
  });

  test('obeys its policy: a forbidden request never leaves the browser', async () => {
    const { page, complaints, asked } = await openPage();
    await openReference(page);
    const attempt = "fetch('https://other.example/').then(() => 'answered', () => 'refused')";
    expect(await page.evaluate(attempt)).toBe('refused');
    expect(complaints.join('\n')).toMatch(/https:\/\/other\.example\/.* violates.*connect-src 'self'/);
    expect([...asked]).toEqual([cloud.url]);
    await page.close();
  });

  test.each([
    ['?user=viewer-jo', 'Every call carries a token from this machine: user viewer-jo, roles MISP_VIEWER.'],
    ['?user=a%20b', 'No token, so every call is refused. user is 1 to 64 letters, digits and . _ @ -'],
  ])('%s: says whose token it uses', async (query, text) => {
    const { page } = await openPage();
    await openReference(page, query);
    expect(await page.locator('#token').textContent()).toBe(text);
    await page.close();
  });

  test('another page can call the service if --cors names it, but never gets a token of this machine', async () => {
    const { page } = await openPage();
    const token = await cloud.token();
    const call = `fetch('${cloud.baseUrl}/misps/mispId/1', { headers: { authorization: 'Bearer ${token}', 'if-match': '*' } })
      .then((answer) => answer.headers.get('apigw-requestid'), () => 'refused')`;
    const askForToken = (host: string) =>
      `fetch('http://${host}:${new URL(cloud.url).port}/_local/token').then((answer) => answer.text(), () => 'refused')`;
    const read: Record<string, unknown> = {};
    for (const host of ['127.0.0.1', 'localhost']) {
      await page.goto(`http://${host}:${otherPage.port}/`);
      read[host] = [await page.evaluate(call), await page.evaluate(askForToken(host))];
    }
    expect(read).toEqual({
      '127.0.0.1': [expect.stringMatching(/^[\w-]{10,}=*$/), 'refused'],
      localhost: ['refused', 'refused'],
    });
    await page.close();
  });
});
