import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { listPendingWork, openForm, saveForm } from '../../../client/examples/admin-portal.ts';
import { type AuditRecord, AuditTrail } from '../../../client/examples/auditor.ts';
import { mayPass, timeOf, VerdictCache } from '../../../client/examples/validator.ts';
import { MispCallError, type MispClient, valueOrThrow } from '../../../client/src/index.ts';
import { projectFolder } from '../../../lib/project-folder.ts';
import { driver } from './cloud.ts';

/** Each example of docs/integrate.md, run on the synthesized stack. */

const page = readFileSync(join(projectFolder, 'docs/integrate.md'), 'utf8');
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'))].map(([, text = '']) => text);

let client: MispClient;
beforeAll(() => {
  client = driver.misps();
});

let names = 0;
const fields = () => {
  names += 1;
  return { organizationName: `Integrated ${names}`, contactNumber: '1', emailId: 'a@x.org', address: 'Here' };
};
async function approved(): Promise<{ readonly mispId: string; readonly key: string }> {
  const { mispID: mispId } = valueOrThrow(await client.registerMisp(fields()));
  const { mispLicenseKey } = valueOrThrow(await client.processMispStatus(mispId, { mispStatus: 'approved' }));
  return { mispId, key: String(mispLicenseKey) };
}

test('the page shows the examples unchanged', () => {
  const files = ['validator', 'admin-portal', 'auditor'].map((name) =>
    readFileSync(join(projectFolder, `client/examples/${name}.ts`), 'utf8'),
  );
  expect(blocks('ts')).toEqual(files.map((text) => text.replace("'../src/index.ts'", "'misp-management-client'")));
});

/** Stands in for curl on machines without it. */
const CURL = `#!${process.execPath}
const { parseArgs } = require('node:util');
const { values, positionals } = parseArgs({
  args: process.argv.slice(2).filter((one) => one !== '-sS'),
  options: { header: { type: 'string', short: 'H', multiple: true }, method: { type: 'string', short: 'X' }, body: { type: 'string', short: 'd' } },
  allowPositionals: true,
});
const headers = values.header.map((line) => line.split(': '));
fetch(positionals[0], { ...values, headers }).then((answer) => answer.text()).then((text) => process.stdout.write(text));
`;

test('the curl example runs as pasted', async () => {
  const { baseUrl } = driver.cloud;
  const folder = mkdtempSync(join(tmpdir(), 'curl-'));
  writeFileSync(join(folder, 'curl'), CURL, { mode: 0o755 });
  const { stdout, stderr } = await promisify(execFile)('sh', ['-ec', blocks('sh').join('\n')], {
    // A real curl comes first.
    env: { PATH: `${process.env.PATH}:${folder}`, API: baseUrl, TOKEN: await driver.cloud.token(), ONCE: 'once-1' },
  }).finally(() => rmSync(folder, { recursive: true }));
  expect(stderr).toBe('');
  const answers = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  expect(answers.map(({ errors }) => errors)).toEqual([[], [], [], []]);
  expect(answers.slice(0, 3).map(({ response }) => response.reason)).toEqual(['VALID', 'EXPIRED', 'VALID']);
  expect(answers[3].response).toMatchObject({ misp: { name: 'Celltel' } });
});

describe('a validator', () => {
  test('lets a request pass only by the verdict', async () => {
    const [{ mispId, key }, other] = [await approved(), await approved()];
    const validator = driver.misps({ token: () => driver.cloud.token('validator', { roles: ['MISP_VALIDATOR'] }) });
    expect(await mayPass(validator, mispId, key)).toBe(true);
    expect(await mayPass(validator, mispId, other.key)).toBe(false);
    for (const nonsense of ['nobody has this key', ' ', 'a\u0007', 'x'.repeat(129)]) {
      expect(await mayPass(validator, mispId, nonsense)).toBe(false);
    }
    for (const nobody of ['', '..', 'a/b?c', 'name', '107x']) expect(await mayPass(validator, nobody, key)).toBe(false);
    valueOrThrow(await client.updateMispStatus(mispId, { mispStatus: 'De-active' }));
    expect(await mayPass(validator, mispId, key)).toBe(false);
    const cutOff = driver.misps({ retry: { attempts: 1 }, fetch: () => Promise.reject(new TypeError('fetch failed')) });
    await expect(mayPass(cutOff, other.mispId, other.key)).rejects.toThrow(MispCallError);
  });

  test('keeps the newest state from answers and events, in any order', async () => {
    const { mispId, key: mispLicenseKey } = await approved();
    const verdict = valueOrThrow(await client.validateLicenseKey(mispId, { mispLicenseKey }));
    valueOrThrow(await client.updateMispStatus(mispId, { mispStatus: 'De-active' }));
    await driver.cloud.idle();
    const events = driver.cloud
      .events()
      .filter((event) => event['detail-type'] === 'LICENSE_VERDICT_CHANGED' && event.detail.mispId === mispId)
      .map(({ detail }) => ({
        hash: String(detail.licenseKeyHash),
        verdict: {
          version: Number(detail.version),
          active: detail.active === true,
          validTo: Date.parse(String(detail.validTo)),
        },
      }));
    expect(events.map((event) => event.verdict.active)).toEqual([true, false]);
    const { licenseKeyHash: hash, version, validTo, active: _, reason } = verdict;
    expect(timeOf(validTo)).toBe(events[0]?.verdict.validTo);
    const said = { hash, verdict: { version, active: reason === 'VALID', validTo: timeOf(validTo) } };
    for (const order of [[said, ...events], [...events].reverse(), [...events, said]]) {
      const cache = new VerdictCache();
      expect(cache.works(mispId, hash, Date.now())).toBeUndefined();
      for (const one of order) cache.learn(mispId, one.hash, one.verdict);
      expect(cache.works(mispId, hash, Date.now())).toBe(false);
    }
    const cache = new VerdictCache();
    cache.learn(mispId, hash, said.verdict);
    expect([timeOf(validTo) - 1, timeOf(validTo)].map((now) => cache.works(mispId, hash, now))).toEqual([true, false]);
  });
});

test('an admin portal sees pending MISPs and those that run out, and overwrites no change', async () => {
  const { mispID: waiting } = valueOrThrow(await client.registerMisp(fields()));
  const { mispId } = await approved();
  const seen = await listPendingWork(client, 91, new Date());
  expect([seen.waiting.includes(waiting), seen.runningOut.includes(mispId)]).toEqual([true, true]);
  expect([seen.waiting.includes(mispId), seen.runningOut.includes(waiting)]).toEqual([false, false]);
  expect((await listPendingWork(client, 89, new Date())).runningOut).not.toContain(mispId);

  const [ada, jo] = [await openForm(client, mispId), await openForm(client, mispId)];
  const renamed = (form: typeof ada, name: string) => ({ ...form, fields: { ...form.fields, name } });
  expect(await saveForm(client, mispId, renamed(ada, 'By Ada'))).toBe('saved');
  expect(await saveForm(client, mispId, renamed(jo, 'By Jo'))).toBe('changed-meanwhile');
  const again = await openForm(client, mispId);
  expect(again.fields.name).toBe('By Ada');
  const { misp } = valueOrThrow(await client.getMisp(waiting));
  expect(await saveForm(client, mispId, renamed(again, misp.name))).toBe('name-taken');
});

test('an auditor gets each record once, in order, and the changes of a MISP without a gap', async () => {
  const { mispId } = await approved();
  valueOrThrow(await client.rotateLicenseKey(mispId, { overlapSeconds: 60 }));
  await driver.cloud.idle();
  const records = driver.cloud
    .events()
    .filter(({ detail }) => detail.eventId !== undefined && detail.mispId === mispId)
    .map(({ detail }) => detail as unknown as AuditRecord);
  const trail = new AuditTrail();
  expect(records.toReversed().map((record) => trail.take(record))).not.toContain(false);
  expect(records.map((record) => trail.take(record))).not.toContain(true);
  const by = records[0]?.sessionUserId;
  expect(trail.changesOf(mispId)).toEqual([
    `1: register-misp by ${by}`,
    `2: process-misp-status by ${by}`,
    `3: rotate-license-key by ${by}`,
  ]);
  const last = records.find(({ version }) => version === 3)?.requestId;
  expect(trail.ofRequest(String(last)).map(({ eventId }) => eventId.slice(-3))).toEqual(['150', '121', '151', '250']);
});
