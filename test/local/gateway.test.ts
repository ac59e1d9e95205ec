import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Event, TestedGateway } from './gateway-in-test.ts';
import { allow, startTestedGateway, value } from './gateway-in-test.ts';

let gateway: TestedGateway;
let result: unknown = { statusCode: 200, headers: { 'content-type': 'application/json' }, body: '{}' };

beforeAll(async () => {
  gateway = await startTestedGateway(
    {
      routes: {
        'GET /v1/things': 'list',
        'POST /v1/things': 'create',
        'GET /v1/things/{id}': 'get',
        'GET /v1/things/special': 'special',
        'PATCH /v1/things/{id}/parts/{part}': 'patch',
        'open GET /open': 'open',
      },
      timeoutMs: 300,
    },
    async (name) => {
      if (name === 'gatekeeper') return allow;
      if (result === 'never') return new Promise(() => {});
      return typeof result === 'object' && result !== null && 'errorType' in result
        ? { ok: false, errorType: String(result.errorType), errorMessage: 'internal text' }
        : value(result);
    },
  );
});
afterEach(() => {
  gateway.calls.length = 0;
  result = { statusCode: 200, headers: { 'content-type': 'application/json' }, body: '{}' };
});
afterAll(() => gateway.stop());

const ask = (path: string, init?: RequestInit) => fetch(`${gateway.origin}${path}`, init);
const eventOf = (name: string): Event => {
  const call = gateway.calls.find((candidate) => candidate.name === name);
  if (call === undefined) throw new Error(`${name} was not called`);
  return call.event;
};
/** Sends bytes as they are: fetch would mend what these tests break. */
async function raw(text: string): Promise<string> {
  const socket = connect(gateway.port, '127.0.0.1');
  socket.write(text.replaceAll('\n', '\r\n'));
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => undefined);
  await once(socket, 'close');
  return Buffer.concat(chunks).toString();
}

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
        host: `127.0.0.1:${gateway.port}`,
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

  test('what a request does not have is not in its event', async () => {
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
    ['application/problem+json', false],
    ['text/csv', false],
    ['application/xml', false],
    [undefined, false],
    ['application/octet-stream', true],
    ['application/x-www-form-urlencoded', true],
    ['image/png', true],
  ])('a body of type %s is base64: %s', async (contentType, isBase64Encoded) => {
    const bytes = Buffer.from('{"a":1}');
    await ask('/v1/things', {
      method: 'POST',
      body: bytes,
      headers: contentType ? { 'content-type': contentType } : {},
    });
    const event = eventOf('create');
    expect(event.isBase64Encoded).toBe(isBase64Encoded);
    expect(Buffer.from(String(event.body), isBase64Encoded ? 'base64' : 'utf8')).toEqual(bytes);
  });

  test('several headers of one name are joined by commas', async () => {
    await raw('GET /open HTTP/1.1\nHost: localhost\nX-A: 1\nx-a: 2\nCookie: a=1\nCookie: b=2\nConnection: close\n\n');
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
    expect(gateway.calls.map((call) => call.name)).toEqual(['gatekeeper', name]);
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
    expect(gateway.calls).toEqual([]);
  });

  test('a question mark that was sent encoded ends the path', async () => {
    await ask('/v1/things/what%3Fnot?really=1');
    expect(eventOf('get')).toMatchObject({ pathParameters: { id: 'what' }, queryStringParameters: { really: '1' } });
  });

  test('a route without an authorizer is open', async () => {
    expect((await ask('/open')).status).toBe(200);
    expect(eventOf('open').requestContext).not.toHaveProperty('authorizer');
  });
});

describe('what the gateway turns away by itself', () => {
  test.each(['/v1/things/%E0%A4%A', '/v1/things/%zz', '/v1/things/%ff', '/v1/things?a=%'])(
    '%s is not decodable: 400',
    async (path) => {
      const answer = await raw(`GET ${path} HTTP/1.1\nHost: localhost\nConnection: close\n\n`);
      expect(answer).toMatch(/^HTTP\/1.1 400 /);
      expect(answer).toContain('{"message":"Bad Request"}');
      expect(gateway.calls).toEqual([]);
    },
  );

  test('bytes that are no HTTP: 400', async () => {
    expect(await raw('NONSENSE\n\n')).toMatch(/^HTTP\/1.1 400 [\s\S]*{"message":"Bad Request"}$/);
  });

  test('request line and headers up to 10,240 bytes pass, one more: 431', async () => {
    const line = 'GET /open HTTP/1.1';
    const fixed = `${line}\nHost: localhost\nConnection: close\nX-Long: `;
    const counted = line.length + 'Hostlocalhost'.length + 'Connectionclose'.length + 'X-Long'.length;
    expect(await raw(`${fixed}${'x'.repeat(10_240 - counted)}\n\n`)).toMatch(/^HTTP\/1.1 200 /);
    const refused = await raw(`${fixed}${'x'.repeat(10_241 - counted)}\n\n`);
    expect(refused).toMatch(/^HTTP\/1.1 431 [\s\S]*{"message":"Request Header Fields Too Large"}$/);
    expect(await raw(`${fixed}${'x'.repeat(200_000)}\n\n`)).toMatch(/^HTTP\/1.1 431 /);
  });

  test('a body over 10 MB: 413', async () => {
    const tooLarge = await ask('/v1/things', { method: 'POST', body: Buffer.alloc(10 * 1024 * 1024 + 1) });
    expect([tooLarge.status, await tooLarge.json()]).toEqual([413, { message: 'Request Entity Too Large' }]);
    expect(gateway.calls).toEqual([]);
    const largest = await ask('/v1/things', { method: 'POST', body: Buffer.alloc(10 * 1024 * 1024) });
    expect(largest.status).toBe(200);
  });
});

describe('answers of functions', () => {
  test('status, headers, cookies and body as the function says', async () => {
    result = {
      statusCode: 201,
      headers: { 'Content-Type': 'text/x', 'X-Number': 7, 'Transfer-Encoding': 'chunked' },
      cookies: ['a=1; Path=/', 'b=2'],
      body: 'täxt',
    };
    const answer = await ask('/open');
    expect(answer.status).toBe(201);
    expect(answer.headers.get('content-type')).toBe('text/x');
    expect(answer.headers.get('x-number')).toBe('7');
    expect(answer.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2']);
    expect(answer.headers.get('content-length')).toBe('5');
    expect(answer.headers.get('apigw-requestid')).toBe(eventOf('open').requestContext.requestId);
    expect(await answer.text()).toBe('täxt');
  });

  test('a base64 body is sent as the bytes that it stands for', async () => {
    result = { statusCode: 200, body: Buffer.from([0, 255, 7]).toString('base64'), isBase64Encoded: true };
    const answer = await ask('/open');
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(Buffer.from([0, 255, 7]));
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  });

  test.each([
    [{ answer: 42 }, '{"answer":42}'],
    ['a text', 'a text'],
    [[1, 2], '[1,2]'],
    [null, 'null'],
  ])('a result without a status code is the body of a 200: %j', async (given, body) => {
    result = given;
    const answer = await ask('/open');
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      200,
      'application/json',
      body,
    ]);
  });

  test.each([
    [{ statusCode: 99 }],
    [{ statusCode: 'ok' }],
    [{ statusCode: 200, body: { a: 1 } }],
    [{ statusCode: 200, headers: { a: ['b'] } }],
    [{ statusCode: 200, cookies: 'a=1' }],
    [{ errorType: 'TypeError' }],
    [{ errorType: 'Sandbox.Timedout' }],
    [{ errorType: 'Runtime.ExitError' }],
  ])('%j is a 500 without any internal text', async (given) => {
    result = given;
    const answer = await ask('/open');
    expect([answer.status, await answer.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
  });

  test('an event over 6 MB does not reach a function: 413', async () => {
    result = { errorType: 'RequestEntityTooLargeException' };
    expect((await ask('/open')).status).toBe(413);
  });

  test('a function that takes longer than the gateway waits, or has no room: 503', async () => {
    result = 'never';
    const answer = await ask('/open');
    expect([answer.status, await answer.text()]).toEqual([503, '{"message":"Service Unavailable"}']);
    result = { errorType: 'TooManyRequestsException' };
    expect((await ask('/open')).status).toBe(503);
  });
});
