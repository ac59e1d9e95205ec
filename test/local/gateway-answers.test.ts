import { describe, expect, test } from '@jest/globals';
import { gatewayOfThings } from './gateway-of-things.ts';

const things = gatewayOfThings();
const { ask, eventOf } = things;

describe('answers of functions', () => {
  test('status, headers, cookies and body come from the function', async () => {
    things.result = {
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

  test('a base64 body is sent decoded', async () => {
    things.result = { statusCode: 200, body: Buffer.from([0, 255, 7]).toString('base64'), isBase64Encoded: true };
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
    things.result = given;
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
    things.result = given;
    const answer = await ask('/open');
    expect([answer.status, await answer.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
  });

  test('an event over 6 MB does not reach a function: 413', async () => {
    things.result = { errorType: 'RequestEntityTooLargeException' };
    expect((await ask('/open')).status).toBe(413);
  });

  test('a function that takes longer than the gateway waits, or has no free process: 503', async () => {
    things.result = 'never';
    const answer = await ask('/open');
    expect([answer.status, await answer.text()]).toEqual([503, '{"message":"Service Unavailable"}']);
    things.result = { errorType: 'TooManyRequestsException' };
    expect((await ask('/open')).status).toBe(503);
  });
});

test('a connection stays open until its caller closes it, without an announced timeout', async () => {
  const answer = await ask('/open');
  expect(answer.headers.get('connection')).toBe('keep-alive');
  expect(answer.headers.get('keep-alive')).toBeNull();
});
