import { describe, expect, test } from '@jest/globals';
import { NOW, sampleKey, sampleLicense, sampleMisp } from '../../support/sample-misp.ts';
import { answered, InMemoryService, refused } from '../../support/serve-in-memory.ts';

const key = sampleKey(1);
const hex = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('hex');

function serving(misp: Parameters<typeof sampleMisp>[0] = {}, license: Parameters<typeof sampleLicense>[0] = {}) {
  const service = new InMemoryService();
  service.store.seed(sampleMisp({ licenses: [sampleLicense(license)], ...misp }), sampleMisp({ id: '101', name: 'B' }));
  const validate = (mispLicenseKey: string, mispId = '100') =>
    service.send('validate-license-key', { path: { mispId }, request: { mispLicenseKey } });
  return { service, store: service.store, validate };
}

describe('validate licence key', () => {
  test.each([
    ['VALID', {}, {}, true, true, 'Valid'],
    ['EXPIRED', {}, { validTo: NOW }, false, false, 'Expired'],
    ['MISP_REJECTED', { status: 'rejected' }, {}, false, true, 'Valid'],
    ['MISP_REJECTED', { status: 'Inprogress' }, {}, false, true, 'Valid'],
    ['MISP_DEACTIVATED', { isActive: false }, {}, false, true, 'Valid'],
    ['LICENSE_DEACTIVATED', {}, { isSwitchedOn: false }, false, true, 'Valid'],
    [
      'EXPIRED',
      { status: 'rejected', isActive: false },
      { isSwitchedOn: false, validTo: NOW - 1 },
      false,
      false,
      'Expired',
    ],
  ] as const)('answers %s for MISP %j and licence %j', async (reason, misp, license, isActive, isValid, word) => {
    const { service, store, validate } = serving(misp, license);
    const answer = await validate(key);
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual(
      answered({
        message: `MISP 100 with license key is ${word}`,
        misp_id: '100',
        isActive,
        isValid,
        licenseKey: key,
        validFrom: '2026-02-28T10:20:30.456',
        validTo: new Date(sampleLicense(license).validTo).toISOString().slice(0, -1),
        valid: isValid,
        active: isActive,
        reason,
        licenseKeyHash: sampleLicense().hash,
        version: 2,
      }),
    );
    expect(answer.headers).toMatchObject({ etag: '"2"' });
    expect(service.lastTrail).toEqual(['109', '110 100', `111 100 ${reason}`, '204']);
    expect(store.rows[0]).toMatchObject({ mispId: '100', outcome: 'success', verdictChanges: [] });
    expect(store.rows[0]).not.toHaveProperty('version');
    expect(hex(store.rows[0]?.licenseKeyHash)).toBe(sampleLicense().hash);
    expect(store.calls).toEqual(['get', 'putRow']);
  });

  test('keeps the key out of the message and out of the trail', async () => {
    const { store, validate } = serving();
    const answer = await validate(key);
    expect((answer.json as { response: { message: string } }).response.message).not.toContain(key);
    expect(JSON.stringify(store.rows)).not.toContain(key);
  });

  test('refuses an unknown key, with the key as sent: 109, 406', async () => {
    const { service, store, validate } = serving();
    const answer = await validate('No-such key!');
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual(refused('PMS_MSP_406', 'MISP License Key does not exists No-such key!'));
    expect(service.lastTrail).toEqual(['109', '406']);
    expect(store.rows[0]).toMatchObject({ mispId: '100', outcome: 'PMS_MSP_406' });
    expect(store.rows[0]).not.toHaveProperty('licenseKeyHash');
    expect(store.calls).toEqual(['get', 'ownerOfLicense', 'putRow']);
    expect(JSON.stringify(store.rows)).not.toContain('No-such');
  });

  test('refuses an unknown key even if the MISP is unknown', async () => {
    const { service, validate } = serving();
    const answer = await validate('nobodys', '999');
    expect(answer.json).toEqual(refused('PMS_MSP_406', 'MISP License Key does not exists nobodys'));
    expect(service.lastTrail).toEqual(['109', '406']);
  });

  test.each(['101', '999', 'abc-'.repeat(9)])(
    "refuses the key of a MISP other than %s, with that MISP's verdict: 109, 110, 111, 415",
    async (mispId) => {
      const { service, store, validate } = serving({ isActive: false });
      const answer = await validate(key, mispId);
      expect(answer.status).toBe(200);
      expect(answer.json).toEqual(
        refused('PMS_MSP_408', `MISP License key not associated to MISP ID  MISPID: ${mispId}`),
      );
      expect(service.lastTrail).toEqual(['109', '110 100', '111 100 MISP_DEACTIVATED', `415 ${mispId}`]);
      expect(store.rows[0]).toMatchObject({ mispId, outcome: 'PMS_MSP_408' });
      expect(hex(store.rows[0]?.licenseKeyHash)).toBe(sampleLicense().hash);
      expect(JSON.stringify(store.rows)).not.toContain(key);
    },
  );

  test('accepts a key of 128 characters, and does not look up a longer one', async () => {
    const long = 'k'.repeat(128);
    const { store, validate } = serving({}, { key: long });
    expect((await validate(long)).json).toMatchObject({ response: { reason: 'VALID' } });
    store.calls.length = 0;
    const longer = 'k'.repeat(129);
    expect((await validate(longer)).json).toEqual(refused('PMS_MSP_406', `MISP License Key does not exists ${longer}`));
    expect(store.calls).toEqual(['putRow']);
  });

  test.each([` ${key}`, `${key}\n`, `\r\n\t${key}\u00a0`, `\ufeff${key}\u2003 `, `\u200e${key}\u200b`])(
    'accepts a key with white space or invisible characters around it: %j',
    async (sent) => {
      const { validate } = serving();
      expect((await validate(sent)).json).toMatchObject({ response: { reason: 'VALID', licenseKey: key } });
    },
  );

  test('neither counts nor repeats the white space around a key', async () => {
    const long = 'k'.repeat(128);
    const { validate } = serving({}, { key: long });
    expect((await validate(`${' '.repeat(60)}${long}\n`)).json).toMatchObject({ response: { reason: 'VALID' } });
    expect((await validate(' nobodys\t')).json).toEqual(
      refused('PMS_MSP_406', 'MISP License Key does not exists nobodys'),
    );
  });

  test('accepts a number or a boolean as the text of a key', async () => {
    const { service, validate } = serving({}, { key: '9876543210' });
    const send = (mispLicenseKey: unknown) =>
      service.send('validate-license-key', { path: { mispId: '100' }, request: { mispLicenseKey } });
    expect((await send(9876543210)).json).toMatchObject({ response: { reason: 'VALID' } });
    expect((await send(true)).json).toEqual(refused('PMS_MSP_406', 'MISP License Key does not exists true'));
    expect((await validate('9876543210')).json).toMatchObject({ response: { licenseKey: '9876543210' } });
  });

  test('distinguishes upper and lower case in a key', async () => {
    const { validate } = serving();
    expect((await validate(key.toLowerCase())).json).toMatchObject({ errors: [{ errorCode: 'PMS_MSP_406' }] });
  });

  test('does not find a licence that is issued between its reads, and reads no third time', async () => {
    const { store, validate } = serving({ licenses: [] });
    store.hooks = {
      before: (call) => {
        if (call === 'ownerOfLicense') store.seed(sampleMisp({ version: 3, licenses: [sampleLicense()] }));
      },
    };
    expect((await validate(key)).json).toMatchObject({ errors: [{ errorCode: 'PMS_MSP_406' }] });
    expect(store.calls).toEqual(['get', 'ownerOfLicense', 'putRow']);
  });

  test('does not assign a key to a MISP without it', async () => {
    const { store, validate } = serving();
    store.ownerOfLicense = () => Promise.resolve('101');
    expect((await validate(sampleKey(2), '101')).json).toMatchObject({ errors: [{ errorCode: 'PMS_MSP_406' }] });
    expect((await validate(sampleKey(2), '100')).json).toMatchObject({ errors: [{ errorCode: 'PMS_MSP_406' }] });
  });
});
