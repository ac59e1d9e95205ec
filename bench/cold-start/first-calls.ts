import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import { newRowId } from '../../functions/audit/row-id.ts';
import type { OperationName } from '../../functions/operations.ts';
import { operations } from '../../functions/operations.ts';
import type { FunctionName } from '../../lib/functions/function-names.ts';
import type { InProcessDriver } from '../../test/integration/in-process-driver.ts';
import { approved, newName, profileFields, registered } from '../../test/scenarios/arrangements.ts';
import { authorizerEvent } from '../../test/support/authorizer-event.ts';
import { gatewayEvent } from '../../test/support/gateway-event.ts';
import { type LoopbackIssuer, signToken } from '../../test/support/loopback-issuer.ts';
import { sampleRow } from '../../test/support/sample-row.ts';

/** The first call of a function: an event that it answers with success, and what the answer must be like. */
export interface FirstCall {
  readonly event: unknown;
  readonly isSuccess: (answer: unknown) => boolean | Promise<boolean>;
}

type Prepare = (driver: InProcessDriver, issuer: LoopbackIssuer) => Promise<FirstCall>;

function operationCall(
  name: OperationName,
  path: Record<string, string>,
  request?: unknown,
  query?: Record<string, string>,
): FirstCall {
  const { method, path: route } = operations.find((operation) => operation.name === name)!;
  const body = request === undefined ? undefined : JSON.stringify({ id: 'mosip.misp', version: '1.0', request });
  return {
    event: gatewayEvent({ method, route, path, ...(query && { query }), body }),
    isSuccess: (answer) => JSON.parse((answer as { body: string }).body).errors.length === 0,
  };
}

const profile = () => {
  const { organizationName: name, ...rest } = profileFields(newName());
  return { name, ...rest };
};

const TEN_MINUTES_MS = 600_000;

/** For every function: puts what it needs into the store, which every call finds anew, and makes the event. */
export const prepareFirstCall: Readonly<Record<FunctionName, Prepare>> = {
  'register-misp': async () => operationCall('register-misp', {}, profileFields(newName())),
  'process-misp-status': async (driver) => {
    const mispId = await registered(driver);
    return operationCall('process-misp-status', { mispId }, { mispStatus: 'approved' });
  },
  'update-misp': async (driver) => operationCall('update-misp', { mispId: await registered(driver) }, profile()),
  'validate-license-key': async (driver) => {
    const { id: mispId, key } = await approved(driver);
    return operationCall('validate-license-key', { mispId }, { mispLicenseKey: key });
  },
  'update-misp-status': async (driver) => {
    const mispId = await registered(driver);
    return operationCall('update-misp-status', { mispId }, { mispStatus: 'De-active' });
  },
  'update-license-key-status': async (driver) => {
    const { id: mispId, key } = await approved(driver);
    const request = { mispLicenseKey: key, mispLicenseKeyStatus: 'De-active' };
    return operationCall('update-license-key-status', { mispId }, request);
  },
  'list-misps': async (driver) => {
    await registered(driver);
    return operationCall('list-misps', {}, undefined, { limit: '10' });
  },
  'get-misp': async (driver) => operationCall('get-misp', { mispId: await registered(driver) }),
  'find-misps-by-name': async (driver) => {
    await registered(driver);
    return operationCall('find-misps-by-name', { orgName: 'acme' }, undefined, { limit: '10' });
  },
  'download-license-key': async (driver) =>
    operationCall('download-license-key', { mispId: (await approved(driver)).id }),
  'authorize-caller': async (_, issuer) => {
    const token = await signToken(issuer.keys[0]!, {
      iss: issuer.url,
      aud: 'misp',
      sub: '110005',
      preferred_username: 'operator',
      realm_access: { roles: ['MISP'] },
      exp: Math.floor(Date.now() / 1000) + 60,
    });
    return {
      event: authorizerEvent({ authorization: `Bearer ${token}` }),
      isSuccess: (answer) => (answer as { isAuthorized: boolean }).isAuthorized,
    };
  },
  'publish-audit': async (driver) => {
    const row = await putRow(driver, Date.now());
    const NewImage = marshall(row, { removeUndefinedValues: true });
    const event = { Records: [{ eventName: 'INSERT', dynamodb: { SequenceNumber: '1', NewImage } }] };
    return { event, isSuccess: async () => !(await holds(driver, row)) };
  },
  'sweep-audit-outbox': async (driver) => {
    const row = await putRow(driver, Date.now() - TEN_MINUTES_MS);
    return { event: {}, isSuccess: async () => !(await holds(driver, row)) };
  },
};

async function putRow(driver: InProcessDriver, at: number): Promise<OutboxRow> {
  const trail: OutboxRow['trail'] = [['109'], ['110', '100'], ['111', '100', 'VALID'], ['204']];
  const row = sampleRow({ id: newRowId('validate-license-key', at), at, trail });
  await driver.client.send(new PutCommand({ TableName: driver.tables.outbox, Item: row }));
  return row;
}

/** A row that is delivered is gone; one that could not be, stands. */
async function holds(driver: InProcessDriver, row: OutboxRow): Promise<boolean> {
  return (await driver.outboxRows()).some(({ id }) => id === row.id);
}
