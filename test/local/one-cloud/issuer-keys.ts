import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { IssuerKeys } from '../../../local/gateway/issuer-keys.ts';
import { call, post } from '../calls-in-test.ts';
import { cloud } from './cloud.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'issuer-keys-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the keys of the local issuer', () => {
  const file = () => join(folder, 'token-issuer-key.json');

  test('are added, used and withdrawn, and survive a restart at every step', async () => {
    const keys = await IssuerKeys.open(folder);
    const [old] = keys.inUse.shown;
    const kept = async () => (await IssuerKeys.open(folder)).inUse;
    expect(await kept()).toEqual({ signing: old, shown: [old] });
    await keys.add();
    const [, added] = keys.inUse.shown;
    expect(await kept()).toEqual({ signing: old, shown: [old, added] });
    keys.signWithNewest();
    expect(await kept()).toEqual({ signing: added, shown: [old, added] });
    keys.withdrawOthers();
    expect(await kept()).toEqual({ signing: added, shown: [added] });
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  test('do not change if the change cannot be saved', async () => {
    const gone = join(folder, 'gone');
    const keys = await IssuerKeys.open(gone);
    const before = keys.inUse;
    rmSync(gone, { recursive: true });
    await expect(keys.add()).rejects.toThrow('ENOENT');
    expect(keys.inUse).toEqual(before);
  });

  test.each([
    '{}',
    '[]',
    '',
    '{"signing":"a","keys":[]}',
    '{"signing":"a","keys":[{"kty":"EC","kid":"a"}]}',
    '{"signing":"a","keys":[{"kty":"RSA","kid":"a"}]}',
  ])('are not read from %j', async (content) => {
    writeFileSync(file(), content);
    await expect(IssuerKeys.open(folder)).rejects.toThrow(/token-issuer-key.json is damaged/);
  });

  test('are not read without a signing key', async () => {
    rmSync(file());
    await IssuerKeys.open(folder);
    writeFileSync(file(), JSON.stringify({ ...JSON.parse(readFileSync(file(), 'utf8')), signing: 'other' }));
    await expect(IssuerKeys.open(folder)).rejects.toThrow(/token-issuer-key.json: there is no key other/);
  });
});

describe('/_local/issuer-keys', () => {
  const url = () => `${cloud.url}/_local/issuer-keys`;

  test('shows the ids of the keys, and carries out a step', async () => {
    const { signing } = cloud.issuer.keys.inUse;
    expect((await call(url())).body).toEqual({ signing, shown: [signing] });
    const { body } = await post(url(), { step: 'add' });
    expect(body).toEqual({ signing, shown: [signing, expect.any(String)] });
    expect(JSON.stringify((await call(`${cloud.issuer.url}/jwks`)).body)).not.toMatch(/"(d|p|q|dp|dq|qi)":/);
  });

  test('refuses an unknown step, and foreign web pages', async () => {
    const before = cloud.issuer.keys.inUse;
    expect(await post(url(), { step: 'forget' })).toMatchObject({
      status: 400,
      body: { message: '"forget" is not a step: write add, sign or withdraw' },
    });
    expect((await post(url(), { step: 'withdraw' }, { origin: 'https://attacker.example' })).status).toBe(403);
    expect(cloud.issuer.keys.inUse).toEqual(before);
  });
});
