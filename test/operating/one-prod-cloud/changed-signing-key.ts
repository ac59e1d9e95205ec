import { beforeEach, describe, expect, test } from '@jest/globals';
import { call, post } from '../../local/calls-in-test.ts';
import { logLinesOf } from '../log-lines.ts';
import { driver } from './cloud.ts';

/** docs/runbooks/procedures/changed-signing-key.md: what callers notice, and for how long. */

const SECOND = 1000;
/** From the page: the age at which keys are read again, the pause between two tries, the gateway's cache. */
const [FRESH, COOLDOWN, CACHE] = [600 * SECOND, 30 * SECOND, 60 * SECOND];

/** Every test begins with an authorizer that will read the only key in its first call, and an issuer that uses it. */
async function beginWithOneKey(): Promise<void> {
  const { clock, issuer } = driver.cloud;
  issuer.keys.signWithNewest();
  issuer.keys.withdrawOthers();
  await clock.advance(FRESH + CACHE);
}

const advance = (milliseconds: number) => driver.cloud.clock.advance(milliseconds);
const status = async (token: string) =>
  (await call(`${driver.cloud.baseUrl}/misps`, { headers: { authorization: `Bearer ${token}` } })).status;
/** A token that the gateway has not seen. */
let users = 0;
const newToken = (options = {}) => driver.cloud.token(`user-${++users}`, options);
const ask = async (options = {}) => status(await newToken(options));
const step = (name: string) => post(`${driver.cloud.url}/_local/issuer-keys`, { step: name });
const refusals = () =>
  logLinesOf(driver.cloud, 'authorize-caller').flatMap((line) => (line.event === 'token-refused' ? [line.reason] : []));

describe('by plan', () => {
  beforeEach(beginWithOneKey);

  test('callers notice nothing in any step of the page', async () => {
    const old = await newToken();
    expect(await status(old)).toBe(200);
    const before = refusals().length;
    await step('add');
    expect([await status(old), await ask()]).toEqual([200, 200]);
    await advance(FRESH);
    await step('sign');
    const fresh = await newToken();
    expect([await status(fresh), await status(old)]).toEqual([200, 200]);
    // The last token of the old key expires; then nobody misses the key.
    await step('withdraw');
    await advance(FRESH + COOLDOWN);
    expect(await ask()).toBe(200);
    expect(refusals().length).toBe(before);
  });

  test('a key published only when it signs is refused for at most 30 s plus the time of the cache', async () => {
    expect(await ask()).toBe(200);
    await step('add');
    await step('sign');
    const early = await newToken();
    expect(await status(early)).toBe(403);
    expect(refusals().at(-1)).toBe('ERR_JWKS_NO_MATCHING_KEY');
    await advance(COOLDOWN + SECOND);
    expect(await ask()).toBe(200);
    // The gateway still has its cached answer for this token.
    expect(await status(early)).toBe(403);
    await advance(CACHE - COOLDOWN);
    expect(await status(early)).toBe(200);
  });

  test('a key published half a minute before it signs: callers notice nothing', async () => {
    expect(await ask()).toBe(200);
    await step('add');
    await advance(COOLDOWN + SECOND);
    await step('sign');
    expect(await ask()).toBe(200);
  });

  test('callers notice nothing with tokens without `kid` either', async () => {
    const nameless = { namesKey: false };
    const old = await newToken(nameless);
    expect(await ask(nameless)).toBe(200);
    await step('add');
    await advance(FRESH + SECOND);
    expect(await ask(nameless)).toBe(200);
    await step('sign');
    expect([await ask(nameless), await status(old)]).toEqual([200, 200]);
    await step('withdraw');
    await advance(FRESH + SECOND);
    expect(await ask(nameless)).toBe(200);
  });

  test('a key published only when it signs, with tokens without `kid`, is refused for as long as with `kid`', async () => {
    expect(await ask()).toBe(200);
    await step('add');
    await step('sign');
    expect(await ask({ namesKey: false })).toBe(403);
    expect(refusals().at(-1)).toBe('ERR_JWS_SIGNATURE_VERIFICATION_FAILED');
    await advance(COOLDOWN + SECOND);
    expect(await ask({ namesKey: false })).toBe(200);
  });
});

describe('a compromised key', () => {
  beforeEach(beginWithOneKey);

  test('is refused within ten minutes plus the time of the cache after it was withdrawn, and accepted until then', async () => {
    const forged = await newToken();
    const cached = await newToken();
    expect(await status(cached)).toBe(200);
    await step('add');
    await step('sign');
    await step('withdraw');
    const { body } = await call(`${driver.cloud.issuer.url}/jwks`);
    expect(JSON.stringify(body)).not.toContain(keyIdIn(forged));
    // Until the keys are read again the authorizer does not know.
    await advance(CACHE + SECOND);
    expect(await status(forged)).toBe(200);
    // The clock also goes on by itself, on a busy machine by seconds.
    await advance(FRESH - CACHE - 30 * SECOND);
    expect(await status(cached)).toBe(200);
    await advance(30 * SECOND);
    expect(await status(await newToken())).toBe(200);
    // From the cache, for its time.
    expect(await status(cached)).toBe(200);
    expect(await status(forged)).toBe(403);
    await advance(CACHE);
    expect(await status(cached)).toBe(403);
    expect(refusals().at(-1)).toBe('ERR_JWKS_NO_MATCHING_KEY');
  });

  test('is refused at once if instances restart and the cache is emptied', async () => {
    const forged = await newToken();
    expect(await status(forged)).toBe(200);
    for (const name of ['add', 'sign', 'withdraw']) await step(name);
    // Step 2: no earlier instance is left. Each ends in its next call, which fails.
    driver.cloud.crash({ function: 'authorize-caller', moment: 0 });
    expect(await ask()).toBe(500);
    // Step 3: here the cache empties with time.
    await advance(CACHE);
    expect(await status(forged)).toBe(403);
    expect(await ask()).toBe(200);
  });
});

const keyIdIn = (token: string) => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid;
