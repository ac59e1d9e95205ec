import { afterEach, describe, expect, test } from '@jest/globals';
import type { InvocationResult } from '../../local/functions/invocation.ts';
import { apiDefinition } from '../../local/gateway/api-definition.ts';
import { startServer } from '../../local/gateway/server.ts';
import { runnableTemplate } from '../../local/template/load-template.ts';
import type { TestedGateway } from './gateway-in-test.ts';
import { allow, startTestedGateway, value } from './gateway-in-test.ts';
import type { SampleApi } from './sample-api.ts';
import { apiResources } from './sample-api.ts';

let gateway: TestedGateway;
afterEach(() => gateway?.stop());

let verdict: InvocationResult = allow;
async function start(api: Partial<SampleApi>): Promise<void> {
  verdict = allow;
  gateway = await startTestedGateway({ routes: { 'GET /a': 'a', 'GET /b': 'b' }, ...api }, (name) =>
    name === 'gatekeeper' ? verdict : value({ statusCode: 200, headers: { 'access-control-allow-origin': 'mine' } }),
  );
}
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${gateway.origin}${path}`, { headers, method });
const asked = () => gateway.calls.filter(({ name }) => name === 'gatekeeper').length;

describe('the authorizer', () => {
  test('a missing identity source is a 401 without a call of the authorizer', async () => {
    await start({ identitySource: ['$request.header.Authorization'], ttl: 60 });
    const answer = await ask('/a');
    expect([answer.status, await answer.json()]).toEqual([401, { message: 'Unauthorized' }]);
    expect(gateway.calls).toEqual([]);
    expect((await ask('/a', { authorization: 'x' })).status).toBe(200);
    expect(gateway.calls[0]?.event.identitySource).toEqual(['x']);
  });

  test('the Cookie header as identity source', async () => {
    await start({ identitySource: ['$request.header.Cookie'], ttl: 60 });
    expect((await ask('/a', { authorization: 'x' })).status).toBe(401);
    expect((await ask('/a', { cookie: 'Authorization=x; b=1' })).status).toBe(200);
    expect(gateway.calls[0]?.event.identitySource).toEqual(['Authorization=x; b=1']);
  });

  test('an answer is cached by identity for its time, for all routes', async () => {
    await start({ identitySource: ['$request.header.Authorization'], ttl: 60 });
    await ask('/a', { authorization: 'x' });
    await ask('/b', { authorization: 'x' });
    expect(asked()).toBe(1);
    await ask('/a', { authorization: 'y' });
    expect(asked()).toBe(2);
    gateway.now += 59_999;
    await ask('/a', { authorization: 'x' });
    expect(asked()).toBe(2);
    gateway.now += 1;
    await ask('/a', { authorization: 'x' });
    expect(asked()).toBe(3);
  });

  test('a refusal is a 403 and cached, an error is a 500 and not cached', async () => {
    await start({ identitySource: ['$request.header.Authorization'], ttl: 60 });
    verdict = { ok: false, errorType: 'Error', errorMessage: 'issuer unreachable' };
    const failed = await ask('/a', { authorization: 'x' });
    expect([failed.status, await failed.json()]).toEqual([500, { message: 'Internal Server Error' }]);
    verdict = value({ isAuthorized: 'yes' });
    expect((await ask('/a', { authorization: 'x' })).status).toBe(500);
    verdict = value({ isAuthorized: false });
    const refused = await ask('/a', { authorization: 'x' });
    expect([refused.status, await refused.json()]).toEqual([403, { message: 'Forbidden' }]);
    verdict = allow;
    expect((await ask('/a', { authorization: 'x' })).status).toBe(403);
    expect(asked()).toBe(3);
  });

  test('without identity sources and with TTL 0 it is called every time, with or without a token', async () => {
    await start({});
    await ask('/a');
    await ask('/a', { authorization: 'x' });
    await ask('/a', { authorization: 'x' });
    expect(asked()).toBe(3);
  });
});

describe('throttling', () => {
  test('beyond the burst: 429, until the rate allows another request', async () => {
    await start({ throttling: { rate: 2, burst: 3 } });
    const statuses = async (count: number) => {
      const all: number[] = [];
      for (let asking = 0; asking < count; asking += 1) all.push((await ask('/a')).status);
      return all;
    };
    expect(await statuses(5)).toEqual([200, 200, 200, 429, 429]);
    gateway.now += 500;
    expect(await statuses(2)).toEqual([200, 429]);
    expect(await (await ask('/a')).json()).toEqual({ message: 'Too Many Requests' });
    expect((await ask('/unknown')).status).toBe(404);
  });

  test('a route with its own settings does not share its limit with other routes', async () => {
    await start({ throttling: { rate: 1, burst: 2 }, routeThrottling: { 'GET /b': { rate: 1, burst: 3 } } });
    const statuses = async (path: string, count: number) =>
      (await Promise.all(Array.from({ length: count }, () => ask(path)))).map(({ status }) => status).sort();
    expect(await statuses('/a', 4)).toEqual([200, 200, 429, 429]);
    expect(await statuses('/b', 4)).toEqual([200, 200, 200, 429]);
    gateway.now += 1000;
    expect(await statuses('/b', 2)).toEqual([200, 429]);
    expect(await statuses('/a', 2)).toEqual([200, 429]);
  });
});

describe('CORS', () => {
  const cors = {
    AllowOrigins: ['https://portal.example'],
    AllowMethods: ['GET', 'POST'],
    AllowHeaders: ['authorization'],
    ExposeHeaders: ['retry-after'],
    AllowCredentials: true,
    MaxAge: 3600,
  };
  const preflight = { origin: 'https://portal.example', 'access-control-request-method': 'POST' };

  test('a preflight is answered without authorizer and function', async () => {
    await start({ cors });
    const answer = await ask('/a', preflight, 'OPTIONS');
    expect(answer.status).toBe(204);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': 'https://portal.example',
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': 'authorization',
      'access-control-allow-credentials': 'true',
      'access-control-max-age': '3600',
    });
    expect(gateway.calls).toEqual([]);
    const stranger = await ask('/a', { ...preflight, origin: 'https://evil.example' }, 'OPTIONS');
    expect(stranger.headers.get('access-control-allow-origin')).toBeNull();
  });

  test("answers get the configured headers in place of the function's", async () => {
    await start({ cors });
    const answer = await ask('/a', { origin: 'https://portal.example' });
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://portal.example');
    expect(answer.headers.get('access-control-expose-headers')).toBe('retry-after');
    expect((await ask('/a')).headers.get('access-control-allow-origin')).toBeNull();
  });

  test('without a configuration nothing is added and a preflight has no route', async () => {
    await start({});
    expect((await ask('/a', preflight, 'OPTIONS')).status).toBe(404);
    expect((await ask('/a')).headers.get('access-control-allow-origin')).toBe('mine');
  });
});

describe('template settings that this gateway refuses', () => {
  const routes = { 'GET /a': 'a' };
  const refused = (change: (resources: Record<string, { Properties?: Record<string, unknown> }>) => void) => () => {
    const resources = apiResources({ routes });
    change(resources);
    return apiDefinition(runnableTemplate({ Resources: resources }, 'sample', '/nowhere'));
  };
  const set = (id: string, property: string, given: unknown) =>
    refused((resources) => {
      resources[id] = { ...resources[id], Properties: { ...resources[id]?.Properties, [property]: given } };
    });

  test.each([
    ['another protocol', set('Api', 'ProtocolType', 'WEBSOCKET'), 'only HTTP APIs'],
    ['another stage', set('Stage', 'StageName', 'v1'), '$default'],
    ['another payload format', set('Integration0', 'PayloadFormatVersion', '1.0'), 'payload format 2.0'],
    ['a JWT authorizer', set('Authorizer', 'AuthorizerType', 'JWT'), 'only Lambda authorizers'],
    ['policies as answers', set('Authorizer', 'EnableSimpleResponses', false), 'simple responses'],
    ['a cache without an identity', set('Authorizer', 'AuthorizerResultTtlInSeconds', 60), 'identity source'],
    ['an odd identity source', set('Authorizer', 'IdentitySource', ['$context.path']), '$context.path'],
    ['an invalid route key', set('Route0', 'RouteKey', '/a'), 'not a route key'],
    ['a route to nowhere', set('Route0', 'Target', 'integrations/x'), 'integrations/x'],
  ])('%s', (_, define, message) => {
    expect(define).toThrow(message);
  });
});

test('a taken port is a clear error that says what to do', async () => {
  await start({});
  await expect(startServer(gateway.port, () => undefined)).rejects.toThrow(
    `Port ${gateway.port} is taken by another program. Choose another one with --port`,
  );
});
