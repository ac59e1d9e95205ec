import { describe, expect, test } from '@jest/globals';
import { sendRaw } from './gateway-in-test.ts';
import { gatewayOfThings } from './gateway-of-things.ts';

const things = gatewayOfThings();
const { ask, eventOf } = things;

describe('events', () => {
  test('the whole event of a request, in the payload format 2.0', async () => {
    await ask('/v1/things/a%20b/parts/%C3%BC?x=1&y=%2B+z&x=2', {
      method: 'PATCH',
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        Cookie: 'one=1; Authorization=abc',
        'User-Agent': 'test/1',
        'X-Own': 'kept',
      },
      body: '{"a":"ü"}',
    });
    const event = eventOf('patch');
    expect(event).toEqual({
      version: '2.0',
      routeKey: 'PATCH /v1/things/{id}/parts/{part}',
      rawPath: '/v1/things/a b/parts/ü',
      rawQueryString: 'x=1&y=%2B+z&x=2',
      cookies: ['one=1', 'Authorization=abc'],
      headers: expect.objectContaining({
        'content-type': 'application/json; charset=utf-8',
        'content-length': '10',
        'x-own': 'kept',
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-proto': 'http',
        host: `127.0.0.1:${things.tested().port}`,
      }),
      queryStringParameters: { x: '1,2', y: '+ z' },
      requestContext: {
        accountId: '000000000000',
        apiId: expect.stringMatching(/^[a-z0-9]{10}$/),
        authorizer: { lambda: { userId: 'jo', count: 2 } },
        domainName: expect.stringMatching(/^[a-z0-9]{10}\.execute-api\.us-east-1\.amazonaws\.com$/),
        domainPrefix: expect.stringMatching(/^[a-z0-9]{10}$/),
        http: {
          method: 'PATCH',
          path: '/v1/things/a b/parts/ü',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'test/1',
        },
        requestId: expect.stringMatching(/^[\w-]{15}=$/),
        routeKey: 'PATCH /v1/things/{id}/parts/{part}',
        stage: '$default',
        time: '05/Mar/2026:04:03:02 +0000',
        timeEpoch: Date.UTC(2026, 2, 5, 4, 3, 2),
      },
      pathParameters: { id: 'a b', part: 'ü' },
      body: '{"a":"ü"}',
      isBase64Encoded: false,
    });
    expect(event.headers).not.toHaveProperty('cookie');
  });

  test('what a request lacks is not in its event', async () => {
    await ask('/v1/things');
    const event = eventOf('list');
    for (const part of ['body', 'cookies', 'pathParameters', 'queryStringParameters']) {
      expect(event).not.toHaveProperty(part);
    }
    expect(event).toMatchObject({ rawQueryString: '', isBase64Encoded: false });
  });

  test('the authorizer gets the request without its body', async () => {
    await ask('/v1/things?a=b', { method: 'POST', body: 'secret', headers: { 'content-type': 'text/plain' } });
    const event = eventOf('gatekeeper');
    expect(event).toMatchObject({
      version: '2.0',
      type: 'REQUEST',
      routeKey: 'POST /v1/things',
      queryStringParameters: { a: 'b' },
      routeArn: expect.stringMatching(
        /^arn:aws:execute-api:us-east-1:000000000000:[a-z0-9]{10}\/\$default\/POST\/v1\/things$/,
      ),
    });
    for (const part of ['body', 'isBase64Encoded', 'identitySource']) expect(event).not.toHaveProperty(part);
  });

  test.each<[string | undefined, boolean]>([
    ['application/json', false],
    ['APPLICATION/JSON', false],
    ['application/json ;charset=utf-8', false],
    ['text/csv', false],
    ['text/plain;charset=iso-8859-1', false],
    ['application/xml', false],
    ['application/javascript', false],
    [undefined, true],
    ['', true],
    ['application/problem+json', true],
    ['application/jsonp', true],
    ['application/json, text/plain', true],
    ['text', true],
    ['x-text/plain', true],
    ['application/octet-stream', true],
    ['application/x-www-form-urlencoded', true],
    ['multipart/form-data; boundary=x', true],
    ['image/svg+xml', true],
  ])('a body of type %s is base64: %s', async (contentType, isBase64Encoded) => {
    const bytes = Buffer.from('{"a":1}');
    await ask('/v1/things', {
      method: 'POST',
      body: bytes,
      headers: contentType === undefined ? {} : { 'content-type': contentType },
    });
    const event = eventOf('create');
    expect(event.isBase64Encoded).toBe(isBase64Encoded);
    expect(Buffer.from(String(event.body), isBase64Encoded ? 'base64' : 'utf8')).toEqual(bytes);
  });

  test('several headers with the same name are joined by commas', async () => {
    await sendRaw(
      things.tested(),
      'GET /open HTTP/1.1\nHost: localhost\nX-A: 1\nx-a: 2\nCookie: a=1\nCookie: b=2\nConnection: close\n\n',
    );
    expect(eventOf('open').headers).toMatchObject({ 'x-a': '1,2' });
    expect(eventOf('open').headers).not.toHaveProperty('connection');
    expect(eventOf('open').cookies).toEqual(['a=1', 'b=2']);
  });
});

describe('routes', () => {
  test.each([
    ['GET', '/v1/things', 'list'],
    ['GET', '/v1/things/special', 'special'],
    ['GET', '/v1/things/other', 'get'],
    ['GET', '/v1/thin%67s', 'list'],
  ])('%s %s leads to %s', async (method, path, name) => {
    expect((await ask(path, { method })).status).toBe(200);
    expect(things.tested().calls.map((call) => call.name)).toEqual(['gatekeeper', name]);
  });

  test.each([
    ['DELETE', '/v1/things'],
    ['HEAD', '/v1/things'],
    ['OPTIONS', '/v1/things'],
    ['GET', '/v1/things/'],
    ['GET', '/V1/things'],
    ['GET', '/v1/things/a%2Fb'],
    ['GET', '/'],
    ['GET', '/v1/things//parts'],
  ])('%s %s leads nowhere', async (method, path) => {
    const answer = await ask(path, { method });
    expect(answer.status).toBe(404);
    if (method !== 'HEAD') expect(await answer.json()).toEqual({ message: 'Not Found' });
    expect(things.tested().calls).toEqual([]);
  });

  test('an encoded question mark ends the path', async () => {
    await ask('/v1/things/what%3Fnot?really=1');
    expect(eventOf('get')).toMatchObject({ pathParameters: { id: 'what' }, queryStringParameters: { really: '1' } });
  });

  test('a route without an authorizer is open', async () => {
    expect((await ask('/open')).status).toBe(200);
    expect(eventOf('open').requestContext).not.toHaveProperty('authorizer');
  });
});
