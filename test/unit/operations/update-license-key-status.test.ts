import { describe, expect, test } from '@jest/globals';
import { NOW, sampleKey, sampleLicense, sampleMisp } from '../../support/sample-misp.ts';
import { answered, InMemoryService, refused } from '../../support/serve-in-memory.ts';

const key = sampleKey(1);
const other = sampleLicense({ key: sampleKey(2) });

function serving(license: Parameters<typeof sampleLicense>[0] = {}, misp: Parameters<typeof sampleMisp>[0] = {}) {
  const service = new InMemoryService();
  service.store.seed(
    sampleMisp({ version: 3, licenses: [sampleLicense(license), other], ...misp }),
    sampleMisp({ id: '101', name: 'B' }),
  );
  const update = (mispLicenseKeyStatus: string, mispLicenseKey = key, mispId = '100') =>
    service.send('update-license-key-status', {
      path: { mispId },
      request: { mispLicenseKey, mispLicenseKeyStatus },
      requestId: 'request-9',
    });
  return { service, store: service.store, update };
}

const hex = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('hex');

const mark = { updatedBy: 'ada-7', updatedAt: NOW };

describe('update licence key status', () => {
  test.each(['De-active', 'DE-ACTIVE', 'de-Active'])('%j switches off and is echoed as sent', async (word) => {
    const { service, store, update } = serving();
    const answer = await update(word);
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual(answered({ mispLicenseKeyStatus: word, version: 4 }));
    expect(answer.headers).toMatchObject({ etag: '"4"' });
    expect(store.peek('100')).toEqual(
      sampleMisp({
        ...mark,
        version: 4,
        lastRequestId: 'request-9',
        licenses: [sampleLicense({ ...mark, isSwitchedOn: false }), other],
      }),
    );
    expect(service.lastTrail).toEqual(['114', '115 100', '206']);
    expect(store.rows[0]).toMatchObject({ mispId: '100', version: 4, outcome: 'success' });
    expect(hex(store.rows[0]?.licenseKeyHash)).toBe(sampleLicense().hash);
    expect(store.rows[0]?.verdictChanges).toEqual([
      { licenseHash: sampleLicense().hash, verdict: 'LICENSE_DEACTIVATED', validTo: sampleLicense().validTo },
    ]);
    expect(store.calls).toEqual(['get', 'commit']);
  });

  test.each(['Active', 'ACTIVE'])('%j switches on and is echoed as sent', async (word) => {
    const { store, update } = serving({ isSwitchedOn: false });
    expect((await update(word)).json).toEqual(answered({ mispLicenseKeyStatus: word, version: 4 }));
    expect(store.peek('100')?.licenses).toEqual([sampleLicense({ ...mark }), other]);
    expect(store.rows[0]?.verdictChanges.map(({ verdict }) => verdict)).toEqual(['VALID']);
  });

  test('sets the switch whatever the state of the MISP, without an event if no verdict changes', async () => {
    const { store, update } = serving({ isSwitchedOn: false }, { status: 'rejected', isActive: false });
    expect((await update('Active')).json).toEqual(answered({ mispLicenseKeyStatus: 'Active', version: 4 }));
    expect(store.peek('100')).toMatchObject({ status: 'rejected', isActive: false, version: 4 });
    expect(store.peek('100')?.licenses[0]?.isSwitchedOn).toBe(true);
    expect(store.rows[0]).toMatchObject({ version: 4, verdictChanges: [] });
  });

  test.each([
    ['Active', true],
    ['De-active', false],
  ])('%j on a licence with that status is a success that writes only its trail', async (word, isSwitchedOn) => {
    const { service, store, update } = serving({ isSwitchedOn });
    const answer = await update(word);
    expect(answer.json).toEqual(answered({ mispLicenseKeyStatus: word, version: 3 }));
    expect(answer.headers).toMatchObject({ etag: '"3"' });
    expect(service.lastTrail).toEqual(['114', '115 100', '206']);
    expect(store.peek('100')?.version).toBe(3);
    expect(store.rows[0]).toMatchObject({ mispId: '100', outcome: 'success', verdictChanges: [] });
    expect(store.rows[0]).not.toHaveProperty('version');
    expect(hex(store.rows[0]?.licenseKeyHash)).toBe(sampleLicense().hash);
    expect(store.calls).toEqual(['get', 'putRow']);
  });

  test.each([true, false])(
    'does not switch an expired licence on, switched on already %s: 114, 419',
    async (isSwitchedOn) => {
      const { service, store, update } = serving({ isSwitchedOn, validTo: NOW });
      const answer = await update('Active');
      expect(answer.json).toEqual(refused('PMS_MSP_419', 'misp license is expired.Cannot activate the same.'));
      expect(service.lastTrail).toEqual(['114', '419 100']);
      expect(store.rows[0]).toMatchObject({ mispId: '100', outcome: 'PMS_MSP_419' });
      expect(hex(store.rows[0]?.licenseKeyHash)).toBe(sampleLicense().hash);
      expect(store.peek('100')?.version).toBe(3);
    },
  );

  test('switches an expired licence off', async () => {
    const { store, update } = serving({ validTo: NOW });
    expect((await update('De-active')).json).toEqual(answered({ mispLicenseKeyStatus: 'De-active', version: 4 }));
    expect(store.peek('100')?.licenses[0]?.isSwitchedOn).toBe(false);
    expect(store.rows[0]?.verdictChanges).toEqual([]);
  });

  test('refuses a wrong word before any read: 114, 418', async () => {
    const { service, store, update } = serving();
    const answer = await update('off', 'nobodys', '999');
    expect(answer.json).toEqual(refused('PMS_MSP_418', 'mispLicenseKeyStatus either Active or De-active.'));
    expect(service.lastTrail).toEqual(['114', '418 999']);
    expect(store.rows[0]).toMatchObject({ mispId: '999', outcome: 'PMS_MSP_418' });
    expect(store.calls).toEqual(['putRow']);
  });

  test.each(['100', '999'])('refuses an unknown key, of MISP %s: 114, 406', async (mispId) => {
    const { service, store, update } = serving();
    const answer = await update('Active', 'nobodys', mispId);
    expect(answer.json).toEqual(refused('PMS_MSP_406', 'MISP License Key does not exists nobodys'));
    expect(service.lastTrail).toEqual(['114', '406']);
    expect(store.rows[0]).toMatchObject({ mispId, outcome: 'PMS_MSP_406' });
    expect(store.rows[0]).not.toHaveProperty('licenseKeyHash');
  });

  test('refuses a key of over 128 characters without a read', async () => {
    const { store, update } = serving();
    expect((await update('Active', 'k'.repeat(129))).json).toMatchObject({ errors: [{ errorCode: 'PMS_MSP_406' }] });
    expect(store.calls).toEqual(['putRow']);
  });

  test.each(['101', '999'])('refuses the key of a MISP other than %s: 114, 408', async (mispId) => {
    const { service, store, update } = serving();
    const answer = await update('De-active', key, mispId);
    expect(answer.json).toEqual(
      refused('PMS_MSP_408', `MISP License key not associated to MISP ID  MISPID: ${mispId}`),
    );
    expect(service.lastTrail).toEqual(['114', `408 ${mispId}`]);
    expect(store.rows[0]).toMatchObject({ mispId, outcome: 'PMS_MSP_408' });
    expect(hex(store.rows[0]?.licenseKeyHash)).toBe(sampleLicense().hash);
    expect(store.peek('100')?.version).toBe(3);
  });

  test('answers "unknown" if the licence is gone when it decides again', async () => {
    const { store, update } = serving();
    const commit = store.commit.bind(store);
    let isFirst = true;
    store.commit = (...change) => {
      if (!isFirst) return commit(...change);
      isFirst = false;
      return Promise.resolve({ kind: 'misp-changed', current: sampleMisp({ version: 9 }) });
    };
    expect((await update('De-active')).json).toMatchObject({ errors: [{ errorCode: 'PMS_MSP_406' }] });
  });

  test('never leaves the key in the trail', async () => {
    const { store, update } = serving();
    await update('De-active');
    await update('Active', key, '101');
    await update('Active', 'a-key-of-nobody');
    expect(JSON.stringify(store.rows)).not.toMatch(/Key1x|a-key-of-nobody/);
  });
});
