import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import type { OperationEvent } from '../../functions/http/operation-event.ts';
import { type OperationName, operations } from '../../functions/operations.ts';
import { prepareAssembly } from '../../local/assembly/prepare-assembly.ts';
import { type AwsServices, startAwsServices } from '../../local/aws/aws-services.ts';
import { type Engine, startEngine } from '../../local/aws/engines/engine.ts';
import { loadTemplate } from '../../local/template/load-template.ts';
import { authorizerEvent } from '../support/authorizer-event.ts';
import { gatewayEvent, lambdaContext } from '../support/gateway-event.ts';
import { LoopbackIssuer, newSigningKey, operatorClaims, signToken } from '../support/loopback-issuer.ts';
import { sampleRequests } from '../support/sample-requests.ts';
import type { TestRequest } from '../support/serve-in-memory.ts';

/** The entry points as Lambda loads them, with only environment variables. */

let engine: Engine;
let services: AwsServices;
let issuer: LoopbackIssuer;
let lines: string[];
const before = { ...process.env };
const write = process.stdout.write.bind(process.stdout);

beforeAll(async () => {
  const template = loadTemplate(await prepareAssembly());
  engine = await startEngine();
  services = await startAwsServices({ template, engine, onProblem: () => undefined });
  issuer = await LoopbackIssuer.start(await newSigningKey('key-1'));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: services.endpointUrl,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    SERVICE: 'misp-dev',
    MISPS_TABLE: template.outputs.MispsTableName,
    AUDIT_OUTBOX_TABLE: template.outputs.AuditOutboxTableName,
    AUDIT_BUS: template.outputs.AuditBusName,
    ERROR_CODES: '1.1.4',
    LICENSE_KEY_LENGTH: '64',
    LICENSE_VALIDITY_DAYS: '30',
    LICENSE_MAX_VALIDITY_DAYS: '3650',
    LICENSE_KEYS_IN_LISTS: 'masked',
    TOKEN_ISSUER: issuer.url,
    TOKEN_KEYS: JSON.stringify({ keys: issuer.keys.map(({ jwk }) => jwk) }),
    TOKEN_AUDIENCE: 'misp',
    TOKEN_SOURCE: 'header',
    TOKEN_ALGORITHMS: 'ES256',
    SEPARATION_OF_DUTIES: 'off',
    TOKEN_RIGHTS: 'validate=MISP;read=MISP;register=MISP;approve=MISP;operate=MISP;keys=MISP',
    TOKEN_ROLES_CLAIM: 'realm_access.roles',
    TOKEN_USER_ID_CLAIM: 'sub',
    TOKEN_USER_NAME_CLAIM: 'preferred_username',
  });
  lines = [];
  process.stdout.write = ((text: string) => lines.push(text) > 0) as typeof process.stdout.write;
}, 60_000);
afterAll(async () => {
  process.stdout.write = write;
  process.env = before;
  await issuer.stop();
  await services.stop();
  await engine.stop();
});

const called = new Set<OperationName>();

async function call(name: OperationName, path: TestRequest['path'] = {}, request?: unknown) {
  called.add(name);
  const { handler } = (await import(`../../functions/lambdas/${name}/index.ts`)) as {
    handler: (event: OperationEvent, context: unknown) => Promise<{ body?: string }>;
  };
  const contract = operations.find((operation) => operation.name === name)!;
  const body = contract.method === 'GET' ? undefined : JSON.stringify({ request });
  const event = gatewayEvent({ method: contract.method, route: contract.path, path, body });
  return JSON.parse((await handler(event, lambdaContext())).body!).response;
}

describe('the entries', () => {
  const profile = { contactNumber: '9876543210', emailId: 'info@celltel.com', address: 'India' };

  test('serve the operations as configured', async () => {
    const { mispID: mispId } = await call('register-misp', {}, { organizationName: 'Entry', ...profile });
    const approval = await call('process-misp-status', { mispId }, { mispStatus: 'approved' });
    const key = approval.mispLicenseKey;
    expect(key).toMatch(/^[A-Za-z0-9]{64}$/);
    const verdict = await call('validate-license-key', { mispId }, { mispLicenseKey: key });
    expect(Date.parse(`${verdict.validTo}Z`) - Date.parse(`${verdict.validFrom}Z`)).toBe(30 * 24 * 60 * 60 * 1000);
    expect(await call('update-misp', { mispId }, { name: 'Entry 2', ...profile })).toMatchObject({ name: 'Entry 2' });
    const off = { mispLicenseKey: key, mispLicenseKeyStatus: 'De-active' };
    expect(await call('update-license-key-status', { mispId }, off)).toEqual({
      mispLicenseKeyStatus: 'De-active',
      version: 4,
    });
    expect(await call('update-misp-status', { mispId }, { mispStatus: 'Active' })).toEqual({
      message: 'MISP actived successfully',
      version: 4,
    });
    const masked = `${'*'.repeat(60)}${key.slice(-4)}`;
    for (const [{ misp_licenses }] of [
      await call('list-misps', {}),
      await call('find-misps-by-name', { orgName: 'entry' }),
      [await call('get-misp', { mispId })],
    ]) {
      expect(misp_licenses[0].mispLicenseUniqueKey.license_key).toBe(masked);
    }
    expect(await call('download-license-key', { mispId })).toBeNull();
    const { licenseKey: mispLicenseKey, version } = await call('rotate-license-key', { mispId }, { overlapSeconds: 0 });
    expect(mispLicenseKey).toMatch(/^[A-Za-z0-9]{64}$/);
    const validTo = new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString();
    expect(await call('change-license-validity', { mispId }, { mispLicenseKey, validTo })).toMatchObject({
      validTo: validTo.slice(0, -1),
      version: version + 1,
    });
    // The others need nothing of the configuration: they only answer.
    for (const { name } of operations.filter((operation) => !called.has(operation.name))) {
      await call(name, sampleRequests[name].path, sampleRequests[name].request);
    }
    expect(lines.join('')).not.toContain(key);
    expect(lines.filter((line) => line.includes('"request-answered"'))).toHaveLength(operations.length);
  });

  test('publish the rows of the outbox, and sweep it', async () => {
    const { handler: publish } = await import('../../functions/lambdas/publish-audit/index.ts');
    const { handler: sweep } = await import('../../functions/lambdas/sweep-audit-outbox/index.ts');
    const { DynamoDBDocumentClient } = await import('@aws-sdk/lib-dynamodb');
    const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
    const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
    const rows = async () =>
      (await client.send(new ScanCommand({ TableName: process.env.AUDIT_OUTBOX_TABLE }))).Items ?? [];
    const event = {
      Records: (await rows()).map((row, index) => ({
        eventName: 'INSERT',
        dynamodb: { SequenceNumber: String(index), NewImage: marshall(row) },
      })),
    } as DynamoDBStreamEvent;
    expect(event.Records).toHaveLength(operations.length);
    expect(await publish(event, lambdaContext('publisher', 60_000))).toEqual({ batchItemFailures: [] });
    expect(await rows()).toEqual([]);
    expect(services.bus.eventCount).toBeGreaterThan(30);
    await sweep({}, lambdaContext('sweeper', 14 * 60 * 1000));
    expect(lines.at(-1)).toContain('"OutboxRows":0');
    client.destroy();
  });

  test('let a caller with a valid token pass', async () => {
    const { handler } = await import('../../functions/lambdas/authorize-caller/index.ts');
    const token = await signToken(issuer.keys[0]!, operatorClaims(issuer));
    expect(await handler(authorizerEvent({ authorization: `Bearer ${token}` }))).toEqual({
      isAuthorized: true,
      context: {
        ...{ userId: '110005', userName: 'operator', logUser: '110005' },
        ...{ issuer: issuer.url, rights: 'validate,read,register,approve,operate,keys' },
        ...{ expiresAt: expect.any(Number), standing: 'current' },
      },
    });
    expect(await handler(authorizerEvent({}))).toEqual({ isAuthorized: false, context: {} });
    expect(await handler(authorizerEvent({ authorization: 'Bearer bad' }))).toEqual({
      isAuthorized: false,
      context: {},
    });
    // It has its keys from the environment.
    expect(issuer.asked).toEqual([]);
  });

  test('all write metrics for the whole deployment', () => {
    const metrics = lines.filter((line) => line.includes('CloudWatchMetrics')).map((line) => JSON.parse(line));
    for (const { _aws, Service } of metrics) {
      expect([_aws.CloudWatchMetrics[0].Dimensions, Service]).toEqual([[['Service']], 'misp-dev']);
    }
    const written = metrics.flatMap(({ _aws }) =>
      _aws.CloudWatchMetrics[0].Metrics.map(({ Name }: { Name: string }) => Name),
    );
    expect(written).toEqual(expect.arrayContaining(['AuditRecordsPublished', 'OutboxRows', 'TokensRefused']));
  });
});
