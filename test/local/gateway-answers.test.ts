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

test('a connection stays open until its caller closes it: none is announced to end after a while', async () => {
  const answer = await ask('/open');
  expect(answer.headers.get('connection')).toBe('keep-alive');
  expect(answer.headers.get('keep-alive')).toBeNull();
});
