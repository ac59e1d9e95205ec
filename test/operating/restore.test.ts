import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { operations } from '../../functions/operations.ts';
import type { JsonRecord } from '../../local/template/json-values.ts';
import { readArguments } from '../../scripts/counter-raise/arguments.ts';
import { counterRaise as counterRaiseWith } from '../../scripts/counter-raise/counter-raise.ts';
import { readArguments as readSmokeArguments } from '../../scripts/smoke/arguments.ts';
import { smoke } from '../../scripts/smoke/smoke.ts';
import { type LocalCloudDriver, startOnLocalCloud } from '../e2e/local-cloud-driver.ts';
import { approved, newName, profileFields, registered } from '../scenarios/arrangements.ts';
import { startAuditLogStub } from './audit-log-stub.ts';
import { operatorClients } from './operator-clients.ts';
import { commandsOn } from './page-commands.ts';
import { type Assembly, prodAssembly } from './prod-assembly.ts';
import { itemsIn, lastIdIn, restoreTable } from './restored-table.ts';
import { environmentFor, runHere } from './run-command.ts';

/**
 * docs/runbooks/procedures/restore-to-a-point-in-time.md from the first step to the last, with the page's names. Not
 * here: the restore itself, which no engine has, and CloudFormation's import of the table.
 */

const PAGE = 'procedures/restore-to-a-point-in-time.md';
const OLD = 'misp-prod-misps';
const RESTORED = 'misp-prod-misps-2';
const CLOSED = 'closed-for-restore';

jest.setTimeout(60_000);
let before: Assembly;
let after: Assembly;
let dataFolder: string;
let driver: LocalCloudDriver;
/** The point to restore to: the items of the table then. `since` is an hour before it. */
let point: { readonly items: readonly JsonRecord[]; readonly since: string };
let kept: { id: string; key: string };
let revoked: { id: string; key: string };
let renamed: string;
let lost: string;
let lostToo: { id: string; key: string };
const lostName = newName('Lost');

/** Deploys: the same data under another template or audience. */
async function deploy({ folder }: Assembly, audience?: string): Promise<void> {
  await driver?.stop();
  const environment = audience === undefined ? {} : { environment: { TOKEN_AUDIENCE: audience } };
  driver = await startOnLocalCloud({ assemblyFolder: folder, dataFolder, onProblem: () => undefined, ...environment });
}

beforeAll(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), 'restore-'));
  before = await prodAssembly();
  after = await prodAssembly({ tableNames: { misps: RESTORED } });
});
afterAll(async () => {
  await driver?.stop();
  for (const assembly of [before, after]) assembly.remove();
  rmSync(dataFolder, { recursive: true });
});

const send = (method: string, path: string, fields?: Record<string, string>, headers: Record<string, string> = {}) =>
  driver.send({ method, path, headers, ...(fields === undefined ? {} : { fields }) });
const operatorsToken = async () => ({
  authorization: `Bearer ${await driver.cloud.token('operator', { audience: CLOSED })}`,
});
const verdict = async ({ id, key }: { id: string; key: string }, headers = {}) => {
  const { body } = await send('PATCH', `/misps/${id}/licenseKey`, { mispLicenseKey: key }, headers);
  return body.response?.isActive ?? body.errors[0].errorCode;
};
const counterRaise = (args: readonly string[], logs?: string) =>
  runHere((say) => counterRaiseWith(readArguments(args)!, say), {
    ...environmentFor(driver.cloud.services.endpointUrl),
    ...(logs === undefined ? {} : { AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: logs }),
  });
/** The ids in answers to registrations, from the audit trail. */
const issuedIds = () =>
  driver.cloud.events().flatMap(({ detail }) => (detail.eventId === 'PMS_MSP_212' ? [String(detail.mispId)] : []));

describe('restoring to a point in time', () => {
  test('before: MISPs are registered, approved and revoked on both sides of the point', async () => {
    await deploy(before);
    kept = await approved(driver);
    revoked = await approved(driver);
    renamed = await registered(driver);
    await driver.cloud.idle();
    point = { items: await itemsIn(driver.client, OLD), since: new Date(Date.now() - 3_600_000).toISOString() };
    await send('PATCH', `/misps/${revoked.id}`, { mispStatus: 'De-active' });
    const { organizationName: name, ...profile } = profileFields(newName('Renamed'));
    await send('PUT', `/misps/${renamed}`, { name, ...profile });
    lost = await registered(driver, lostName);
    lostToo = await approved(driver);
    expect([await verdict(kept), await verdict(revoked), await verdict(lostToo)]).toEqual([true, false, true]);
    await driver.cloud.idle();
  });

  test('1 and 2: the API is closed, the audit trail is complete', async () => {
    await deploy(before, CLOSED);
    for (const { method, path } of operations)
      expect((await send(method, path.replace(/\{[^}]+\}/g, kept.id))).status).toBe(403);
    expect((await send('GET', '/misps', undefined, await operatorsToken())).status).toBe(200);
    await driver.cloud.idle();
    expect(await driver.cloud.outboxRows()).toBe(0);
    const operator = operatorClients(driver.cloud.services.endpointUrl);
    const queue = driver.cloud.template
      .ofType('AWS::SQS::Queue')
      .find(({ name }) => name.endsWith('misp-prod-audit-log-undelivered'))!;
    const asked = new GetQueueAttributesCommand({ QueueUrl: queue.name, AttributeNames: ['All'] });
    expect((await operator.queues.send(asked)).Attributes).toMatchObject({ ApproximateNumberOfMessages: '0' });
    operator.destroy();
  });

  test('3 and 4: the counter of the restored table is raised, and losses are listed', async () => {
    await restoreTable(driver.client, OLD, RESTORED, point.items);
    const logGroup = driver.cloud.template.outputs.AuditLogGroupName!;
    const lines = driver.cloud.services.logGroups.events(logGroup).map(({ message }) => JSON.parse(message));
    const stub = await startAuditLogStub([lines]);
    const old = await lastIdIn(driver.client, OLD);
    const lossesFile = join(dataFolder, 'losses-1.txt');
    const [raise = [], raiseToOld = []] = commandsOn(PAGE, 'counter:raise', {
      '<AuditLogGroupName>': logGroup,
      '2026-11-23T09:00:00Z': point.since,
      '<that number>': String(old),
      'losses-1.txt': lossesFile,
    });
    try {
      const { code, output } = await counterRaise(raise, stub.url);
      expect(code).toBe(0);
      expect(stub.requests[0]?.input).toMatchObject({ logGroupName: logGroup, startTime: Date.parse(point.since) });
      expect(output).toContain(`Counter before: ${renamed}\nCounter after:  ${lostToo.id}\n`);
      const losses = readFileSync(lossesFile, 'utf8').replaceAll(/\d{4}-\d\d-\d\dT\S+Z/g, 'TIME');
      const hash = '[0-9a-f]{64}';
      expect(losses).toMatch(
        new RegExp(
          [
            '^In the audit trail but not in the table: 2',
            `  MISP ${lost}, registered and lost`,
            '    version 1: register-misp, TIME, by misp-operator',
            `  MISP ${lostToo.id}, registered and lost`,
            '    version 1: register-misp, TIME, by misp-operator',
            '    version 2: process-misp-status, TIME, by misp-operator',
            `    licence with key hash ${hash} worked as of version 2, until TIME`,
            'In the table, with changes that only the audit trail has: 2',
            `  MISP ${revoked.id}, version 2 in the table and 3 in the audit trail`,
            '    version 3: update-misp-status, TIME, by misp-operator',
            `    licence with key hash ${hash} WAS REVOKED \\(MISP_DEACTIVATED\\) as of version 3`,
            `  MISP ${renamed}, version 1 in the table and 2 in the audit trail`,
            '    version 2: update-misp, TIME, by misp-operator',
            '$',
          ].join('\n'),
        ),
      );
      const raised = [`MISP ${revoked.id} raised from 2 to 3`, `MISP ${renamed} raised from 1 to 2`];
      expect(output).toContain(raised.map((text) => `Version of ${text}\n`).join(''));
      // Up and Enter: the first list stays.
      const again = await counterRaise(raise, stub.url);
      expect(again).toMatchObject({ code: 1, output: expect.stringContaining(`${lossesFile} exists. Keep it`) });
    } finally {
      await stub.stop();
    }
    // The old table is still readable: its counter is the same.
    expect((await counterRaise(raiseToOld)).output).toBe(
      `Counter before: ${old}\nCounter unchanged: it is already high enough\n`,
    );
  });

  test('5 and 6: the restored table replaces the old one, still closed', async () => {
    const oldItems = await itemsIn(driver.client, OLD);
    await deploy(after, CLOSED);
    expect(driver.cloud.template.outputs.MispsTableName).toBe(RESTORED);
    expect(await lastIdIn(driver.client, RESTORED)).toBe(Number(lostToo.id));
    expect((await send('GET', '/misps')).status).toBe(403);
    const headers = await operatorsToken();
    const { body } = await send('GET', `/misps/mispId/${kept.id}`, undefined, headers);
    expect(body.response.misp.id).toBe(kept.id);
    // Why the API is closed: revoked licences work again, and issued ones are unknown.
    expect([await verdict(revoked, headers), await verdict(lostToo, headers)]).toEqual([true, 'PMS_MSP_406']);
    // The old table does not change.
    expect(await itemsIn(driver.client, OLD)).toEqual(oldItems);
  });

  test('7: the losses are repaired, and consumers that keep the highest version accept the revocation', async () => {
    const headers = await operatorsToken();
    await send('PATCH', `/misps/${revoked.id}`, { mispStatus: 'De-active' }, headers);
    expect(await verdict(revoked, headers)).toBe(false);
    const { body } = await send('POST', '/misps', profileFields(lostName), headers);
    expect(Number(body.response.mispID)).toBe(Number(lostToo.id) + 1);
    await driver.cloud.idle();
    const verdicts = driver.cloud.events().filter(({ detail }) => detail.mispId === revoked.id && 'reason' in detail);
    expect(verdicts.map(({ detail }) => [detail.version, detail.active])).toEqual([
      [2, true],
      [3, false],
      [4, false],
    ]);
  });

  test('8: the API is open, no id was issued twice, and the counter stays', async () => {
    await deploy(after);
    expect([await verdict(kept), await verdict(revoked)]).toEqual([true, false]);
    const next = await registered(driver);
    await driver.cloud.idle();
    // Events may arrive in another order than their registrations were made.
    const ids = issuedIds()
      .map(Number)
      .toSorted((one, other) => one - other);
    expect(ids.at(-1)).toBe(Number(next));
    expect(ids).toEqual(ids.map((_, index) => 100 + index));
    // "How to know that it is done".
    const given = readSmokeArguments(['--url', driver.cloud.baseUrl, '--token', await driver.cloud.token()])!;
    const smoked = await runHere((say) => smoke(given, { say, complain: say }), {});
    expect(smoked).toMatchObject({ code: 0, output: expect.stringMatching(/\d+ passed, 0 failed/) });
    const newest = issuedIds().map(Number);
    expect(Math.min(...newest.slice(ids.length))).toBeGreaterThan(Number(next));
    const trail = ['--events-url', `${driver.cloud.url}/_local/events`];
    const { output } = await counterRaise(['--table', RESTORED, '--above-table-and-log', ...trail, '--dry-run']);
    // A refused registration has also used up an id.
    expect(output).toMatch(/Counter before: \d+\nCounter unchanged: it is already high enough\n/);
  });
});
