import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from '@jest/globals';
import { hashLicenseKey } from '../../../functions/domain/license.ts';
import type { Admit } from '../../../local/aws/admission.ts';
import { readArguments } from '../../../scripts/counter-raise/arguments.ts';
import { counterRaise } from '../../../scripts/counter-raise/counter-raise.ts';
import { describeLosses } from '../../../scripts/counter-raise/losses.ts';
import { approved, imported, newName, registered } from '../../scenarios/arrangements.ts';
import { startAuditLogStub } from '../audit-log-stub.ts';
import { environmentFor, runCommand, runHere } from '../run-command.ts';
import { driver, whileAdmitting } from './cloud.ts';

/** A table after a restore to a point in time, then `npm run counter:raise`. */

const table = () => driver.cloud.template.outputs.MispsTableName!;
const environment = () => environmentFor(driver.cloud.services.endpointUrl);
const asProgram = (...args: readonly string[]) => runCommand('counter-raise.ts', args, environment());
const raise = (args: readonly string[], others: Readonly<Record<string, string>> = {}) =>
  runHere((say) => counterRaise(readArguments(args)!, say), { ...environment(), ...others });
const raiseTo = (lastId: string) => raise(['--table', table(), '--to', lastId]);
const allOf = () => ['--table', table(), '--above-table-and-log', '--events-url', `${driver.cloud.url}/_local/events`];
const aboveAll = (...args: readonly string[]) => raise([...allOf(), ...args]);
const get = async (pk: string) =>
  (await driver.client.send(new GetCommand({ TableName: table(), Key: { pk }, ConsistentRead: true }))).Item;
const put = (Item: Record<string, unknown> | undefined) =>
  driver.client.send(new PutCommand({ TableName: table(), Item }));
const remove = (pk: string) => driver.client.send(new DeleteCommand({ TableName: table(), Key: { pk } }));
const lastId = async () => (await get('COUNTER'))?.lastId;
const setLastId = (value: number) => put({ pk: 'COUNTER', lastId: value });
const deactivate = (id: string) =>
  driver.send({ method: 'PATCH', path: `/misps/${id}`, fields: { mispStatus: 'De-active' } });

test('after a restore no id is issued twice, and losses are listed', async () => {
  const kept = await approved(driver);
  const untouched = await registered(driver);
  // The point in time of the restore.
  const keptThen = await get(`MISP#${kept.id}`);
  const counterThen = await get('COUNTER');
  const since = new Date().toISOString();
  // Lost by the restore: a revocation, and two MISPs.
  await deactivate(kept.id);
  const lostName = newName('Lost');
  const lost = await registered(driver, lostName);
  const lostToo = await approved(driver);
  // An id invented by a caller must not raise the counter.
  await driver.send({ method: 'GET', path: '/misps/mispId/999999999' });
  await driver.cloud.idle();
  await put(keptThen);
  await put(counterThen);
  for (const id of [lost, lostToo.id]) await remove(`MISP#${id}`);
  await remove(`NAME#${lostName.toLowerCase()}`);

  const dry = await aboveAll('--dry-run');
  expect(dry.output).toContain(`Counter would be raised to ${lostToo.id}`);
  expect(dry.code).toBe(0);
  expect(await lastId()).toBe(counterThen?.lastId);

  const { code, output } = await aboveAll('--since', since);
  expect(output).toContain(`Counter before: ${counterThen?.lastId}\nCounter after:  ${lostToo.id}\n`);
  expect(output).toContain('In the audit trail but not in the table: 2\n');
  expect(output).toMatch(
    new RegExp(`  MISP ${lost}, registered and lost\n    version 1: register-misp, \\S+Z, by misp-op`),
  );
  expect(output).toMatch(
    new RegExp(
      `  MISP ${lostToo.id}, registered and lost\n.*\n    version 2: process-misp-status, .*\n.* worked as of version 2`,
    ),
  );
  expect(output).toContain('In the table, with changes that only the audit trail has: 1\n');
  expect(output).toMatch(
    new RegExp(
      `  MISP ${kept.id}, version 2 in the table and 3 in the audit trail\n    version 3: update-misp-status, .*\n` +
        '    licence with key hash [0-9a-f]{64} WAS REVOKED \\(MISP_DEACTIVATED\\) as of version 3\n',
    ),
  );
  expect(output).not.toContain(`MISP ${untouched}`);
  expect(output).not.toContain('999999999');
  expect(output).not.toContain(kept.key);
  expect(code).toBe(0);
  expect(await lastId()).toBe(Number(lostToo.id));

  const next = await registered(driver, lostName);
  expect(Number(next)).toBe(Number(lostToo.id) + 1);
}, 60_000);

test('a licence that has ended in the meantime is in capitals', () => {
  const verdict = { version: 3, licenseKeyHash: 'h', active: true, reason: 'VALID', validTo: 1000 };
  const misp = { id: '100', isRegisteredHere: false, version: 3, changes: [], verdicts: [verdict] };
  const lastLineAt = (now: number) => [...describeLosses([{ misp, stored: 2 }], [], now)].at(-1);
  expect(lastLineAt(1000)).toBe('    licence with key hash h HAS ENDED as of version 3, at 1970-01-01T00:00:01.000Z');
  expect(lastLineAt(999)).toBe('    licence with key hash h worked as of version 3, until 1970-01-01T00:00:01.000Z');
});

test('lists the ends of licences that the restore has undone', async () => {
  const [shortened, rotated] = [await approved(driver), await approved(driver)];
  const then = await Promise.all([shortened, rotated].map(({ id }) => get(`MISP#${id}`)));
  const end = new Date(Date.now() + 3_600_000).toISOString();
  const of = ({ id, key }: typeof shortened, path: string) => ({ path: `/misps/${id}/licenseKey/${path}`, key });
  const { path, key: mispLicenseKey } = of(shortened, 'validity');
  await driver.send({ method: 'PUT', path, fields: { mispLicenseKey, validTo: end } });
  await driver.send({ method: 'POST', path: of(rotated, 'rotate').path, fields: { overlapSeconds: 3600 } });
  await driver.cloud.idle();
  for (const item of then) await put(item);
  const { output, code } = await aboveAll('--dry-run');
  const line = (key: string, effect: string) => `    licence with key hash ${hashLicenseKey(key)} ${effect}`;
  expect(output).toContain(line(shortened.key, `worked as of version 3, until ${end}\n`));
  expect(output).toContain(line(rotated.key, 'worked as of version 3, until '));
  expect(code).toBe(0);
  for (const { id } of [shortened, rotated]) await remove(`MISP#${id}`);
}, 60_000);

test('raises versions on request, so that consumers which keep the highest accept the next event', async () => {
  const { id } = await approved(driver);
  const then = await get(`MISP#${id}`);
  await deactivate(id);
  await driver.cloud.idle();
  await put(then);
  const file = join(mkdtempSync(join(tmpdir(), 'losses-')), 'losses.txt');
  const { code, output } = await aboveAll('--raise-versions', '--losses', file);
  expect(readFileSync(file, 'utf8')).toContain('WAS REVOKED (MISP_DEACTIVATED) as of version 3');
  expect(output).toContain(`Version of MISP ${id} raised from 2 to 3`);
  expect(code).toBe(0);
  expect(await get(`MISP#${id}`)).toEqual({ ...then, version: 3 });
  await deactivate(id);
  await driver.cloud.idle();
  const verdicts = driver.cloud.events().filter(({ detail }) => detail.mispId === id && 'reason' in detail);
  expect(verdicts.map(({ detail }) => [detail.version, detail.active])).toEqual([
    [2, true],
    [3, false],
    [4, false],
  ]);
}, 60_000);

test('raises nothing above a trail with a gap: it was read from too late a time on', async () => {
  const { id } = await approved(driver);
  const then = await get(`MISP#${id}`);
  await deactivate(id);
  await driver.cloud.idle();
  const since = new Date(Date.now() + 1).toISOString();
  await setTimeout(5);
  await driver.send({ method: 'PATCH', path: `/misps/${id}`, fields: { mispStatus: 'Active' } });
  await driver.cloud.idle();
  const now = await get(`MISP#${id}`);
  await put(then);
  const counter = await lastId();
  const { code, output } = await aboveAll('--since', since);
  expect(output).toContain(`Reading the audit trail from ${since}, 0 h 0 min ago`);
  expect(output).toContain(
    `The audit trail lacks versions of 1 MISPs: ${id}.\n--since is too late (without a zone it is UTC)`,
  );
  expect(code).toBe(1);
  expect(await lastId()).toBe(counter);
  const list = join(mkdtempSync(join(tmpdir(), 'losses-')), 'losses.txt');
  await aboveAll('--since', since, '--losses', list);
  expect(existsSync(list)).toBe(false);
  const anyway = await aboveAll('--since', since, '--despite-gaps', '--losses', list);
  expect(readFileSync(list, 'utf8')).toMatch(/^INCOMPLETE: the audit trail lacks versions of \d+\n/);
  expect(anyway).toMatchObject({ code: 0, output: expect.stringContaining('GOING ON') });
  await put(now);
}, 60_000);

test('names items that it cannot read, and does the rest', async () => {
  const { id } = await registered(driver).then((one) => ({ id: one }));
  await deactivate(id);
  await driver.cloud.idle();
  const item = await get(`MISP#${id}`);
  await put({ ...item, version: 'two' });
  await put({ pk: 'MISP#45000', id: '45000' });
  const list = join(mkdtempSync(join(tmpdir(), 'losses-')), 'losses.txt');
  const { code, output } = await asProgram(...allOf(), '--losses', list);
  const both = new RegExp(
    `In the table, but unreadable: 2\\. .+\n  MISP ${id}\n.+\n    version 2: update-misp-status, `,
  );
  expect(output).toContain('2 more cannot be read: ');
  expect(readFileSync(list, 'utf8')).toMatch(both);
  expect(readFileSync(list, 'utf8')).toContain('  MISP 45000\n');
  expect(output).toContain(
    '2 MISPs in the table cannot be read, and their versions were left as they are: see the list',
  );
  expect(output).not.toContain(`MISP ${id},`);
  expect(code).toBe(1);
  expect(Number(await lastId())).toBeGreaterThanOrEqual(45_000);
  await put(item);
  await remove('MISP#45000');
}, 60_000);

test('reads the log group page by page, from the given time on, and only records of changes', async () => {
  const change = (mispId: string, version: number) => ({
    detail: { recordId: `R${mispId}-1`, mispId, version, eventId: 'PMS_MSP_212', operation: 'register-misp' },
  });
  const noChange = { detail: { recordId: 'R-1', mispId: '999999999', eventId: 'PMS_MSP_414' } };
  const stub = await startAuditLogStub([[change('50000', 1), noChange], [], [change('50001', 1)]]);
  try {
    const { code, output } = await raise(
      ['--table', table(), '--above-table-and-log', '--log-group', 'audit', '--since', '2026-11-23T10:00:00Z'],
      { AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: stub.url },
    );
    expect(output).toContain('Counter after:  50001');
    expect(output).toContain('In the audit trail but not in the table: 2');
    expect(code).toBe(0);
  } finally {
    await stub.stop();
  }
  const asked = { logGroupName: 'audit', startTime: 1_795_428_000_000, filterPattern: '{ $.detail.version > 0 }' };
  expect(stub.requests).toEqual(
    [undefined, '1', '2'].map((nextToken) => ({
      target: 'Logs_20140328.FilterLogEvents',
      input: nextToken === undefined ? asked : { ...asked, nextToken },
    })),
  );
}, 60_000);

test('also uses the highest id of the table, ignores imported ids, and never lowers the counter', async () => {
  const { id: importedId } = await imported(driver, {});
  await imported(driver, { id: '70000' });
  // A scan returns 1 MB a page: these make several.
  const large = ['60001', '60002', '60003', '60004'];
  for (const id of large) await imported(driver, { id, address: 'x'.repeat(380_000) });
  const first = await aboveAll();
  expect(first.output).toContain('highest id 70000');
  expect(first.output).not.toContain(importedId);
  expect(await lastId()).toBe(70_000);
  await setLastId(80_000);
  const second = await aboveAll();
  expect(second.output).toContain('Counter before: 80000\nCounter unchanged: it is already high enough\n');
  expect(await lastId()).toBe(80_000);
  for (const id of large) await remove(`MISP#${id}`);
}, 60_000);

test('raises to a number, only upwards, also in a table without issued ids', async () => {
  expect(await asProgram('--table', table(), '--to', '90000')).toEqual({
    code: 0,
    output: 'Counter before: 80000\nCounter after:  90000\n',
  });
  expect((await raiseTo('89999')).output).toBe('Counter before: 90000\nCounter unchanged: it is already high enough\n');
  await remove('COUNTER');
  expect((await raiseTo('99')).output).toContain('Counter unchanged');
  expect(await lastId()).toBeUndefined();
  expect((await raiseTo('90000')).output).toBe('Counter before: none\nCounter after:  90000\n');
}, 60_000);

test('does not lower a counter that was raised in the meantime', async () => {
  let isRaised = false;
  /** Raises it once, between the command's read of the counter and its update. */
  const meanwhile: Admit = async ({ action, caller }) => {
    if (action === 'UpdateItem' && caller === 'OPERATOR' && !isRaised) {
      isRaised = true;
      await setLastId(95_000);
    }
    return { admitted: true };
  };
  const { output } = await whileAdmitting(meanwhile, () => raiseTo('91000'));
  expect(output).toContain('Counter after:  95000: somebody else has raised it in the meantime');
  expect(await lastId()).toBe(95_000);
}, 30_000);

test('raises nothing above an empty audit trail', async () => {
  const { code, output } = await aboveAll('--since', new Date().toISOString());
  expect(code).toBe(1);
  expect(output).toContain('NOTHING was found in the audit trail');
  expect(output).toMatch(/use --to \d+$/m);
}, 30_000);

test('reports a missing table, and has a help text', async () => {
  const none = await asProgram('--table', 'none', '--to', '500');
  expect(none).toMatchObject({ code: 1, output: expect.stringContaining('ResourceNotFoundException') });
  const help = await runCommand('counter-raise.ts', ['--help']);
  expect(help).toMatchObject({ code: 0, output: expect.stringContaining('never lowers anything') });
}, 30_000);
