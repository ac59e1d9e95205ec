import { describe, expect, test } from '@jest/globals';
import { withCorsOrigins } from '../../../local/gateway/cors-origins.ts';
import { cloud, page } from './cloud.ts';

/** `npm start -- --cors`: which web pages may call the service, and what they may read. */

const ask = async (path: string, origin: string, init: RequestInit = {}) =>
  fetch(`${cloud.url}${path}`, { ...init, headers: { ...init.headers, origin } });
const misps = () => new URL(`${cloud.baseUrl}/misps`).pathname;
const corsHeaders = ({ headers }: Response) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));

describe('a page of a named origin', () => {
  test('gets a preflight answer', async () => {
    const headers = { 'access-control-request-method': 'PATCH', 'access-control-request-headers': 'if-match' };
    const answer = await ask(`${misps()}/100/status`, page, { method: 'OPTIONS', headers });
    expect(answer.status).toBe(204);
    expect(corsHeaders(answer)).toEqual({
      'access-control-allow-origin': page,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET,POST,PUT,PATCH',
      'access-control-allow-headers': 'authorization,content-type,accept,idempotency-key,if-match',
      'access-control-max-age': '3600',
    });
  });

  test('reads answers and their headers, including refusals', async () => {
    const allowed = {
      'access-control-allow-origin': page,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'etag,apigw-requestid,idempotency-replayed,retry-after,www-authenticate',
    };
    const body = { organizationName: 'Page', contactNumber: '1', emailId: 'a@example.org', address: 'x' };
    const answer = await ask(misps(), page, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await cloud.token()}` },
      body: JSON.stringify({ request: body }),
    });
    expect([answer.status, answer.headers.get('etag'), corsHeaders(answer)]).toEqual([200, '"1"', allowed]);
    const refused = await ask(misps(), page);
    expect(refused.status).not.toBe(200);
    expect(corsHeaders(refused)).toEqual(allowed);
  });

  test.each(['/_local/token', '/_local/docs', '/_local/docs/openapi.json', '/_local/table'])(
    'cannot read %s, which is not part of the service',
    async (path) => {
      const answer = await ask(path, page);
      expect(answer.status).toBe(200);
      expect(corsHeaders(answer)).toEqual({});
      expect((await ask(path, 'https://console.example.org')).status).toBe(403);
    },
  );
});

test.each(['http://localhost:5174', 'https://localhost:5173', 'http://localhost:5173.example.org', 'null'])(
  'a page of %s may neither call nor read',
  async (origin) => {
    const headers = { 'access-control-request-method': 'GET' };
    expect(corsHeaders(await ask(misps(), origin, { method: 'OPTIONS', headers }))).toEqual({});
    expect(corsHeaders(await ask(misps(), origin))).toEqual({});
  },
);

describe('the CORS settings', () => {
  test("are the template's, if it has any", () => {
    const configuration = { AllowOrigins: ['https://a.example'], AllowHeaders: ['x-correlation-id'], MaxAge: 5 };
    expect(withCorsOrigins(configuration, [page])).toEqual({
      ...configuration,
      AllowOrigins: ['https://a.example', page],
    });
  });

  test('do not change without a named page', () => {
    expect(withCorsOrigins(undefined, [])).toBeUndefined();
    expect(withCorsOrigins({ AllowOrigins: [page] }, [])).toEqual({ AllowOrigins: [page] });
  });
});
