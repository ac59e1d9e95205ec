import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { prepareAssembly } from '../../local/assembly/prepare-assembly.ts';
import { type LocalCloudDriver, startOnLocalCloud } from './local-cloud-driver.ts';

/**
 * The stage with a header as its only source, so that the gateway caches the authorizer's answers, for as long as
 * possible.
 */
let folder: string;
let keeping: LocalCloudDriver;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'misp-cached-'));
  cpSync(await prepareAssembly(), folder, { recursive: true });
  const file = join(folder, readdirSync(folder).find((name) => name.endsWith('.template.json'))!);
  const template = JSON.parse(readFileSync(file, 'utf8'));
  const authorizer = Object.values<{ Type: string; Properties: Record<string, unknown> }>(template.Resources).find(
    ({ Type }) => Type === 'AWS::ApiGatewayV2::Authorizer',
  )!;
  authorizer.Properties.IdentitySource = ['$request.header.Authorization'];
  authorizer.Properties.AuthorizerResultTtlInSeconds = 300;
  writeFileSync(file, JSON.stringify(template));
  keeping = await startOnLocalCloud({ assemblyFolder: folder });
}, 60_000);
afterAll(async () => {
  await keeping.stop();
  rmSync(folder, { recursive: true });
});

test('an expired token does not pass because of a cached answer of the gateway', async () => {
  const askWith = (token: string) => keeping.raw('GET', '/misps', { headers: { authorization: `Bearer ${token}` } });
  // Starts the functions: from here the test must be faster than the leeway.
  expect((await askWith(await keeping.cloud.token())).status).toBe(200);
  const token = await keeping.cloud.token('ada', { lifetimeSeconds: 100 });
  const ask = () => askWith(token);
  expect((await ask()).status).toBe(200);
  // Ten seconds of leeway for clock differences.
  await keeping.cloud.clock.advance(100_500);
  expect((await ask()).status).toBe(200);
  await keeping.cloud.clock.advance(10_000);
  const answer = await ask();
  expect(answer.status).toBe(401);
  expect(answer.body.errors).toEqual([{ errorCode: 'KER-ATH-401', message: 'Authentication Failed' }]);
  expect(answer.headers['www-authenticate']).toBe('Bearer error="invalid_token"');
  expect(await keeping.eventsOf(answer.requestId)).toEqual([]);
  const problem = await keeping.raw('GET', '/misps', {
    headers: { authorization: `Bearer ${token}`, accept: 'application/problem+json' },
  });
  expect(problem.body).toMatchObject({
    status: 401,
    code: 'KER-ATH-401',
    type: 'urn:mosip:pms:misp:not-authenticated',
  });
});
