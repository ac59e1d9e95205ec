import { request } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { isCrossSite } from '../../../local/loopback.ts';
import { cloud } from './cloud.ts';

/** A browser on this machine can call whatever a web page names. No foreign page may read or change anything here. */

type Headers = Record<string, string | string[]>;

const statusOf = (url: string, method: string, headers: Headers, body = '') =>
  new Promise<number | undefined>((resolve, reject) => {
    // A list, so that a name can occur twice.
    const all = Object.entries({ host: new URL(url).host, 'content-length': String(body.length), ...headers });
    const list = all.flatMap(([name, value]) => [value].flat().flatMap((one) => [name, one]));
    const ask = request(url, { method, headers: list }, (answer) => resolve(answer.resume().statusCode));
    ask.on('error', reject).end(body);
  });

const foreign: readonly (readonly [string, Headers])[] = [
  ['its own host name (DNS rebinding)', { host: 'attacker.example' }],
  ["a host name that begins like this machine's", { host: '127.0.0.1.attacker.example' }],
  ['the unspecified address', { host: '0.0.0.0:3000' }],
  ['two names', { host: ['localhost', 'attacker.example'] }],
  ['a page of another site', { origin: 'https://attacker.example' }],
  ['a page in a frame without an origin', { origin: 'null' }],
  ["a page with a host name that begins like this machine's", { origin: 'http://localhost.attacker.example' }],
  ['an app with localhost in its origin', { origin: 'app://localhost' }],
  ['an image or a link of another site', { 'sec-fetch-site': 'cross-site' }],
  ['a page of the same site', { 'sec-fetch-site': 'same-site' }],
];
const own: readonly (readonly [string, Headers])[] = [
  ['a program', {}],
  ['a program that calls localhost', { host: 'localhost:3000' }],
  ['a page of this machine', { origin: 'http://localhost:8080', 'sec-fetch-site': 'cross-site' }],
  ['a page of the local cloud itself', { 'sec-fetch-site': 'same-origin' }],
  ['the address bar', { 'sec-fetch-site': 'none' }],
];

describe('the endpoint of the services', () => {
  let items = 0;
  const put = (headers: Headers) => {
    items += 1;
    const misps = cloud.permissions.tables.find(({ name }) => name.includes('misps'))!;
    const Item = { [misps.partitionKey]: { S: `page ${items}` } };
    return statusOf(
      cloud.services.endpointUrl,
      'POST',
      { 'x-amz-target': 'DynamoDB_20120810.PutItem', authorization: 'AWS4-HMAC-SHA256 Credential=page/x', ...headers },
      JSON.stringify({ TableName: misps.name, Item }),
    );
  };
  const stored = async () => (await cloud.items()).filter(({ item }) => String(item.pk).startsWith('page ')).length;

  test.each(foreign)('refuses %s, without effect', async (_, headers) => {
    const before = await stored();
    expect(await put(headers)).toBe(403);
    expect(await statusOf(cloud.services.endpointUrl, 'OPTIONS', headers)).toBe(403);
    expect(await stored()).toBe(before);
  });

  test.each(own)('answers %s', async (_, headers) => {
    const before = await stored();
    expect(await put(headers)).toBe(200);
    expect(await stored()).toBe(before + 1);
  });
});

describe('pages of the local cloud', () => {
  test.each(foreign)('refuses %s', async (_, headers) => {
    const shown = ['events', 'outbox', 'table', 'functions', 'issuer/jwks', 'clock', 'faults', 'token'];
    const pages = [...shown, 'docs', 'docs/openapi.json', 'docs/page.js', 'nothing', ''];
    const read = await Promise.all(pages.map((page) => statusOf(`${cloud.url}/_local/${page}`, 'GET', headers)));
    expect(new Set(read)).toEqual(new Set([403]));
    const changed = await statusOf(`${cloud.url}/_local/clock`, 'POST', headers, '{"advance":"1s"}');
    const cleared = await statusOf(`${cloud.url}/_local/faults`, 'DELETE', headers);
    const login = `${cloud.url}/v1/authmanager/authenticate/useridPwd`;
    const token = await statusOf(login, 'POST', headers, '{"request":{"userName":"a","password":"b"}}');
    expect([changed, cleared, token]).toEqual([403, 403, 403]);
    expect(cloud.clock.offset).toBe(0);
  });

  test.each(own)('answers %s', async (_, headers) => {
    const pages = ['outbox', 'token', 'docs', 'docs/openapi.json', 'docs/page.js'];
    const read = await Promise.all(pages.map((page) => statusOf(`${cloud.url}/_local/${page}`, 'GET', headers)));
    expect(new Set(read)).toEqual(new Set([200]));
    expect(await statusOf(`${cloud.url}/_local/faults`, 'DELETE', headers)).toBe(200);
  });
});

test('a request without a host is treated like a foreign page', () => {
  expect(isCrossSite({})).toBe(true);
  expect(isCrossSite({ host: '[::1]:3000' })).toBe(false);
});
