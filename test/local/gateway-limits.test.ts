import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestedGateway } from './gateway-in-test.ts';
import { sendRaw, startTestedGateway, value } from './gateway-in-test.ts';

let gateway: TestedGateway;
beforeAll(async () => {
  const routes = { 'open GET /v1/things/{id}': 'get', 'open POST /v1/things': 'create', 'open GET /open': 'open' };
  gateway = await startTestedGateway({ routes }, () => value({ statusCode: 200 }));
});
afterEach(() => {
  gateway.calls.length = 0;
});
afterAll(() => gateway.stop());

describe('what the gateway refuses by itself', () => {
  test.each(['/v1/things/%E0%A4%A', '/v1/things/%zz', '/v1/things/%ff', '/v1/things?a=%'])(
    '%s is not decodable: 400',
    async (path) => {
      const answer = await sendRaw(gateway, `GET ${path} HTTP/1.1\nHost: localhost\nConnection: close\n\n`);
      expect(answer).toMatch(/^HTTP\/1.1 400 /);
      expect(answer).toContain('{"message":"Bad Request"}');
      expect(gateway.calls).toEqual([]);
    },
  );

  test('bytes that are not HTTP: 400', async () => {
    expect(await sendRaw(gateway, 'NONSENSE\n\n')).toMatch(/^HTTP\/1.1 400 [\s\S]*{"message":"Bad Request"}$/);
  });

  test('request line and headers: up to 10,240 bytes pass, one more is a 431', async () => {
    const line = 'GET /open HTTP/1.1';
    const fixed = `${line}\nHost: localhost\nConnection: close\nX-Long: `;
    const counted = line.length + 'Hostlocalhost'.length + 'Connectionclose'.length + 'X-Long'.length;
    expect(await sendRaw(gateway, `${fixed}${'x'.repeat(10_240 - counted)}\n\n`)).toMatch(/^HTTP\/1.1 200 /);
    const refused = await sendRaw(gateway, `${fixed}${'x'.repeat(10_241 - counted)}\n\n`);
    expect(refused).toMatch(/^HTTP\/1.1 431 [\s\S]*{"message":"Request Header Fields Too Large"}$/);
    expect(await sendRaw(gateway, `${fixed}${'x'.repeat(200_000)}\n\n`)).toMatch(/^HTTP\/1.1 431 /);
  });

  test('a body over 10 MB: 413', async () => {
    const tooLarge = await fetch(`${gateway.origin}/v1/things`, {
      method: 'POST',
      body: Buffer.alloc(10 * 1024 * 1024 + 1),
    });
    expect([tooLarge.status, await tooLarge.json()]).toEqual([413, { message: 'Request Entity Too Large' }]);
    expect(gateway.calls).toEqual([]);
    const largest = await fetch(`${gateway.origin}/v1/things`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: Buffer.alloc(10 * 1024 * 1024),
    });
    expect(largest.status).toBe(200);
    expect(gateway.calls[0]?.event.headers['content-length']).toBe(String(10 * 1024 * 1024));
    expect(gateway.calls[0]?.event.body).toHaveLength(10 * 1024 * 1024);
  });
});
