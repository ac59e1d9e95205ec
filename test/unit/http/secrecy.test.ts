import { describe, expect, test } from '@jest/globals';
import { expandRow } from '../../../functions/audit/expand-row.ts';
import { StoreUnavailable } from '../../../functions/storage/misp-store.ts';
import { NOW, sampleKey, sampleLicense, sampleMisp } from '../../support/sample-misp.ts';
import { envelope, InMemoryService } from '../../support/serve-in-memory.ts';

/** Texts that no log line, metric or audit record may contain, whatever happens to a request. */
const secrets = {
  key: sampleKey(1),
  unknownKey: 'ThisKeyBelongsToNobodyAndMustNotBeLogged0123456789',
  email: 'private.person@secret-mail.org',
  phone: '+99-555-0123-456',
  token: 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl',
  name: 'Confidential Industries',
  address: '13 Hidden Lane',
};
const headers = { authorization: `Bearer ${secrets.token}`, cookie: `Authorization=${secrets.token}` };
const path = { mispId: '100' };
const profile = { name: secrets.name, contactNumber: secrets.phone, emailId: secrets.email, address: secrets.address };

/** One request of every kind: successful, refused, rejected. */
async function sendAll(service: InMemoryService): Promise<void> {
  await service.send('register-misp', { headers, request: { ...profile, name: 'Another' } });
  await service.send('register-misp', { headers, request: profile });
  await service.send('register-misp', { headers, request: { ...profile, emailId: `${secrets.email}@` } });
  await service.send('register-misp', { headers, request: { ...profile, address: `${secrets.address}\n` } });
  await service.send('register-misp', { headers, body: `${envelope(profile)}}` });
  await service.send('register-misp', { headers: { ...headers, 'content-type': 'x/y' }, body: envelope(profile) });
  await service.send('update-misp', { headers, path, request: profile });
  for (const mispLicenseKey of [secrets.key, secrets.unknownKey, `${secrets.unknownKey.repeat(3)}`]) {
    for (const mispId of ['100', '101']) {
      await service.send('validate-license-key', { headers, path: { mispId }, request: { mispLicenseKey } });
      for (const mispLicenseKeyStatus of ['De-active', 'Active', secrets.token]) {
        const request = { mispLicenseKey, mispLicenseKeyStatus };
        await service.send('update-license-key-status', { headers, path: { mispId }, request });
      }
    }
  }
  await service.send('list-misps', { headers, query: { cursor: secrets.unknownKey, limit: secrets.phone } });
  await service.send('list-misps', { headers, query: { status: secrets.key, order: secrets.email } });
  await service.send('list-misps', { headers, query: { name: secrets.unknownKey } });
  await service.send('list-misps', { headers, query: { name: secrets.name, expiringBefore: secrets.phone } });
  await service.send('list-misps', { headers });
  await service.send('find-misps-by-name', { headers, path: { orgName: secrets.name } });
  await service.send('get-misp', { headers, path });
  await service.send('download-license-key', { headers, path });
  await service.send('process-misp-status', { headers, path, request: { mispStatus: 'rejected' } });
  await service.send('process-misp-status', { headers, path, request: { mispStatus: 'approved' } });
  service.now = NOW + 365 * 24 * 60 * 60 * 1000;
  await service.send('download-license-key', { headers, path });
}

function serving() {
  const service = new InMemoryService();
  service.store.seed(
    sampleMisp({ ...profile, licenses: [sampleLicense()] }),
    sampleMisp({ id: '101', name: 'Celltel' }),
  );
  return service;
}

describe('secrets', () => {
  test('are in no log line and no metric', async () => {
    const service = serving();
    await sendAll(service);
    expect(service.logged.length).toBeGreaterThan(30);
    for (const secret of Object.values(secrets)) expect(service.traces).not.toContain(secret);
    expect(service.traces).not.toMatch(/Key\d+x/);
  });

  test('are in no audit record and no domain event', async () => {
    const service = serving();
    await sendAll(service);
    const events = JSON.stringify(service.store.rows.flatMap((row) => expandRow(row)));
    expect(events).toContain('LICENSE_VERDICT_CHANGED');
    for (const secret of Object.values(secrets)) expect(events).not.toContain(secret);
    expect(events).not.toMatch(/Key\d+x/);
  });

  test('are in no log line if the store fails with a message that has them', async () => {
    const service = serving();
    const message = Object.values(secrets).join('\n    at ');
    service.store.hooks = {
      before: () => {
        throw Object.assign(new Error(message), { name: 'ValidationException', Item: secrets });
      },
    };
    await sendAll(service);
    service.store.hooks = {
      before: () => {
        throw new StoreUnavailable(message, { cause: new Error(message) });
      },
    };
    await sendAll(service);
    expect(service.traces).toContain('ValidationException');
    expect(service.traces).toContain('StoreUnavailable');
    for (const secret of Object.values(secrets)) expect(service.traces).not.toContain(secret);
  });

  test('are in no answer except those meant to return them', async () => {
    const service = serving();
    const refusals = [
      await service.send('validate-license-key', {
        path: { mispId: '101' },
        request: { mispLicenseKey: secrets.key },
      }),
      await service.send('update-license-key-status', {
        path,
        request: { mispLicenseKey: secrets.key, mispLicenseKeyStatus: 'De-active' },
      }),
    ];
    for (const { text } of refusals) expect(text).not.toContain(secrets.key);
  });
});
