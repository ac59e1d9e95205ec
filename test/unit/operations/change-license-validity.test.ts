import { describe, expect, test } from '@jest/globals';
import { DAY, NOW, sampleKey, sampleLicense, sampleMisp, sha256 } from '../../support/sample-misp.ts';
import { answered, InMemoryService, refused, type TestRequest } from '../../support/serve-in-memory.ts';

const key = sampleKey(1);
const hash = sha256(key);
const other = sampleLicense({ key: sampleKey(2) });
const mark = { updatedBy: 'ada-7', updatedAt: NOW };
const at = (ms: number) => new Date(ms).toISOString();
const shown = (ms: number) => at(ms).slice(0, -1);
const hex = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('hex');

function serving(license: Parameters<typeof sampleLicense>[0] = {}, misp: Parameters<typeof sampleMisp>[0] = {}) {
  const service = new InMemoryService();
  service.store.seed(
    sampleMisp({ version: 3, licenses: [sampleLicense(license), other], ...misp }),
    sampleMisp({ id: '101', name: 'B' }),
  );
  const change = (validTo: unknown, names: object = { mispLicenseKey: key }, more: TestRequest = {}) =>
    service.send('change-license-validity', {
      path: { mispId: '100' },
      request: { ...names, validTo },
      requestId: 'request-9',
      ...more,
    });
  return { service, store: service.store, change };
}

describe('change licence validity', () => {
  test.each([
    ['sooner', NOW + DAY],
    ['later', NOW + 200 * DAY],
    ['by a millisecond', NOW + 89 * DAY + 1],
    ['to the next millisecond', NOW + 1],
    ['to the maximum', NOW + 3650 * DAY],
  ])('moves the end of a licence %s: 152, 153, 251', async (_, validTo) => {
    const { service, store, change } = serving();
    const answer = await change(at(validTo));
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual(
      answered({ licenseKeyHash: hash, validFrom: shown(NOW - DAY), validTo: shown(validTo), version: 4 }),
    );
    expect(answer.headers).toMatchObject({ etag: '"4"' });
    expect(store.peek('100')).toEqual(
      sampleMisp({
        ...mark,
        version: 4,
        lastRequestId: 'request-9',
        licenses: [sampleLicense({ ...mark, validTo }), other],
      }),
    );
    expect(service.lastTrail).toEqual(['152', '153 100', '251']);
    expect(store.rows[0]).toMatchObject({ mispId: '100', version: 4, outcome: 'success' });
    expect(hex(store.rows[0]?.licenseKeyHash)).toBe(hash);
    expect(store.rows[0]?.verdictChanges).toEqual([{ licenseHash: hash, verdict: 'VALID', validTo }]);
    expect(store.calls).toEqual(['get', 'commit']);
  });

  test.each<[string, object]>([
    ['its key', { mispLicenseKey: key }],
    ['its key, with white space around it', { mispLicenseKey: ` ${key}\n` }],
    ['its hash', { licenseKeyHash: hash }],
    ['its hash in upper case', { licenseKeyHash: hash.toUpperCase() }],
    ['both', { mispLicenseKey: key, licenseKeyHash: hash.toUpperCase() }],
  ])('finds a licence by %s', async (_, names) => {
    const { store, change } = serving();
    const answer = await change(at(NOW + DAY), names);
    expect(answer.json).toMatchObject({ response: { licenseKeyHash: hash } });
    expect(store.peek('100')?.licenses.map(({ validTo }) => validTo)).toEqual([NOW + DAY, other.validTo]);
  });

  test.each<[string, object, string]>([
    ['by nothing', {}, 'mispLicenseKey'],
    ['by two names that do not agree', { mispLicenseKey: key, licenseKeyHash: other.hash }, 'licenseKeyHash'],
    ['by a hash that is too short', { licenseKeyHash: hash.slice(1) }, 'licenseKeyHash'],
  ])('refuses a licence named %s', async (_, names, field) => {
    const { store, change } = serving();
    const answer = await change(at(NOW + DAY), names);
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual(refused('PMS_COR_001', `Missing Input Parameter - request.${field}`));
    expect(store.calls).toEqual([]);
  });

  test.each([
    ['now', NOW],
    ['in the past', NOW - 1],
    ['too far ahead', NOW + 3650 * DAY + 1],
  ])('refuses an end %s: 400, out of range, and nothing is read', async (_, validTo) => {
    const { store, change } = serving();
    const answer = await change(at(validTo));
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual(refused('PMS_COR_001', 'Missing Input Parameter - request.validTo'));
    const problem = await change(at(validTo), undefined, { headers: { accept: 'application/problem+json' } });
    expect(problem.json).toMatchObject({ errors: [{ pointer: '/request/validTo', reason: 'out-of-range' }] });
    expect(store.calls).toEqual([]);
  });

  test.each<[object, object, readonly string[]]>([
    [{}, {}, ['/request/mispLicenseKey missing', '/request/validTo out-of-range']],
    [{ licenseKeyHash: 'z' }, {}, ['/request/licenseKeyHash not-allowed', '/request/validTo out-of-range']],
    [
      { licenseKeyHash: 'z' },
      { 'idempotency-key': 'a b', 'if-match': 'x' },
      [
        ...['/request/licenseKeyHash not-allowed', '/request/validTo out-of-range'],
        ...['/idempotency-key not-allowed', '/if-match not-allowed'],
      ],
    ],
  ])('refuses an end out of range with all other faults: %j, headers %j', async (names, headers, faults) => {
    const { change } = serving();
    const problem = await change(at(NOW), names, { headers: { accept: 'application/problem+json', ...headers } });
    const expected = faults.map((fault) => {
      const [pointer, reason] = fault.split(' ');
      return expect.objectContaining({ pointer, reason });
    });
    expect(problem.json).toMatchObject({ errors: expected });
  });

  test.each(['2026-03-02', 'tomorrow', NOW + DAY, null])('refuses an invalid time: %j', async (validTo) => {
    const { store, change } = serving();
    expect((await change(validTo)).status).toBe(400);
    expect(store.calls).toEqual([]);
  });

  test('writes only its trail if the licence has that end already', async () => {
    const { service, store, change } = serving();
    const answer = await change('2026-05-29T15:50:30.456+05:30');
    expect(answer.json).toEqual(
      answered({ licenseKeyHash: hash, validFrom: shown(NOW - DAY), validTo: shown(NOW + 89 * DAY), version: 3 }),
    );
    expect(answer.headers).toMatchObject({ etag: '"3"' });
    expect(service.lastTrail).toEqual(['152', '153 100', '251']);
    expect(store.peek('100')?.version).toBe(3);
    expect(store.rows[0]).toMatchObject({ mispId: '100', outcome: 'success', verdictChanges: [] });
    expect(store.rows[0]).not.toHaveProperty('version');
    expect(hex(store.rows[0]?.licenseKeyHash)).toBe(hash);
    expect(store.calls).toEqual(['get', 'putRow']);
  });

  test.each([
    ['that ends now', { validTo: NOW }],
    ['that has expired', { validTo: NOW - DAY }],
    ['that has expired and is switched off', { validTo: NOW - DAY, isSwitchedOn: false }],
  ])('refuses a licence %s: 152, 454', async (_, license) => {
    const { service, store, change } = serving(license);
    const answer = await change(at(NOW + DAY));
    expect(answer.json).toEqual(refused('PMS_MSP_419', 'misp license is expired.Cannot activate the same.'));
    expect(service.lastTrail).toEqual(['152', '454 100']);
    expect(store.rows[0]).toMatchObject({ mispId: '100', outcome: 'PMS_MSP_419', verdictChanges: [] });
    expect(hex(store.rows[0]?.licenseKeyHash)).toBe(hash);
    expect(store.peek('100')?.version).toBe(3);
  });

  test('refuses a licence that ends during the request', async () => {
    const { service, store, change } = serving({ validTo: NOW + 1 });
    service.now = NOW + 1;
    expect((await change(at(NOW + DAY))).json).toMatchObject({ errors: [{ errorCode: 'PMS_MSP_419' }] });
    expect(store.peek('100')?.version).toBe(3);
  });

  test('does not change the switch, and reports the new end', async () => {
    const { store, change } = serving({ isSwitchedOn: false });
    await change(at(NOW + DAY));
    expect(store.peek('100')?.licenses[0]).toEqual(sampleLicense({ ...mark, isSwitchedOn: false, validTo: NOW + DAY }));
    expect(store.rows[0]?.verdictChanges).toEqual([
      { licenseHash: hash, verdict: 'LICENSE_DEACTIVATED', validTo: NOW + DAY },
    ]);
  });

  test.each([
    ['Inprogress', true, 'MISP_REJECTED'],
    ['rejected', false, 'MISP_REJECTED'],
    ['approved', false, 'MISP_DEACTIVATED'],
  ] as const)('moves the end whatever the state of the MISP: %s, active %s', async (status, isActive, verdict) => {
    const { store, change } = serving({}, { status, isActive });
    expect((await change(at(NOW + DAY))).json).toMatchObject({ response: { version: 4 } });
    expect(store.peek('100')).toMatchObject({ status, isActive, version: 4 });
    expect(store.rows[0]?.verdictChanges).toEqual([{ licenseHash: hash, verdict, validTo: NOW + DAY }]);
  });

  test.each(['100', '999'])('refuses an unknown key, of MISP %s: 152, 406', async (mispId) => {
    const { service, store, change } = serving();
    const answer = await change(at(NOW + DAY), { mispLicenseKey: 'nobodys' }, { path: { mispId } });
    expect(answer.json).toEqual(refused('PMS_MSP_406', 'MISP License Key does not exists nobodys'));
    expect(service.lastTrail).toEqual(['152', '406']);
    expect(store.rows[0]).toMatchObject({ mispId, outcome: 'PMS_MSP_406' });
    expect(store.rows[0]).not.toHaveProperty('licenseKeyHash');
  });

  test('refuses an unknown hash, and names it: 152, 406', async () => {
    const { service, change } = serving();
    const unknown = sha256('nobodys');
    const answer = await change(at(NOW + DAY), { licenseKeyHash: unknown });
    expect(answer.json).toEqual(refused('PMS_MSP_406', `MISP License Key does not exists ${unknown}`));
    expect(service.lastTrail).toEqual(['152', '406']);
  });

  test.each([{ mispLicenseKey: 'k'.repeat(129) }, { mispLicenseKey: key, mispId: 'info@celltel.com' }])(
    'refuses an impossible licence without a read: %j',
    async ({ mispLicenseKey, mispId = '100' }) => {
      const { store, change } = serving();
      const answer = await change(at(NOW + DAY), { mispLicenseKey }, { path: { mispId } });
      expect(answer.json).toMatchObject({ errors: [{ errorCode: 'PMS_MSP_406' }] });
      expect(store.calls).toEqual(['putRow']);
    },
  );

  test.each(['101', '999'])('refuses the licence of a MISP other than %s: 152, 408', async (mispId) => {
    for (const names of [{ mispLicenseKey: key }, { licenseKeyHash: hash }]) {
      const { service, store, change } = serving();
      const answer = await change(at(NOW + DAY), names, { path: { mispId } });
      expect(answer.json).toEqual(
        refused('PMS_MSP_408', `MISP License key not associated to MISP ID  MISPID: ${mispId}`),
      );
      expect(service.lastTrail).toEqual(['152', `408 ${mispId}`]);
      expect(store.rows[0]).toMatchObject({ mispId, outcome: 'PMS_MSP_408', verdictChanges: [] });
      expect(hex(store.rows[0]?.licenseKeyHash)).toBe(hash);
      expect(store.peek('100')?.version).toBe(3);
    }
  });

  test('answers "unknown" if the licence is gone when it decides again', async () => {
    const { service, store, change } = serving();
    const commit = store.commit.bind(store);
    let isFirst = true;
    store.commit = (...asked) => {
      if (!isFirst) return commit(...asked);
      isFirst = false;
      return Promise.resolve({ kind: 'misp-changed', current: sampleMisp({ version: 9 }) });
    };
    expect((await change(at(NOW + DAY))).json).toMatchObject({ errors: [{ errorCode: 'PMS_MSP_406' }] });
    expect(service.lastTrail).toEqual(['152', '406']);
  });

  test('never leaves the key in the trail', async () => {
    const { service, store, change } = serving();
    await change(at(NOW + DAY));
    await change(at(NOW + DAY), undefined, { path: { mispId: '101' } });
    await change(at(NOW + DAY), { mispLicenseKey: 'a-key-of-nobody' });
    expect(JSON.stringify(store.rows) + service.traces).not.toMatch(/Key1x|a-key-of-nobody/);
  });
});

describe('a change to a sooner end', () => {
  const raced = (times: number) => {
    const made = serving();
    let others = 0;
    made.store.hooks = {
      before: (call) => {
        if (call !== 'commit' || others >= times) return;
        others += 1;
        const misp = made.store.peek('100')!;
        made.store.seed({ ...misp, version: misp.version + 1, lastRequestId: `other-${others}` });
      },
    };
    return made;
  };

  test('is a revocation: the request decides again as long as other changes come first', async () => {
    const { store, change } = raced(12);
    expect((await change(at(NOW + DAY))).json).toMatchObject({ response: { version: 16 } });
    expect(store.peek('100')?.licenses[0]?.validTo).toBe(NOW + DAY);
  });

  test('to a later time is not a revocation: after five decisions the caller may retry', async () => {
    const { store, change } = raced(12);
    const answer = await change(at(NOW + 100 * DAY));
    expect(answer.status).toBe(503);
    expect(answer.headers).toHaveProperty('retry-after');
    expect(store.peek('100')?.licenses[0]?.validTo).toBe(NOW + 89 * DAY);
  });

  test('stops the licence exactly at that time', async () => {
    const { service, change } = serving();
    await change(at(NOW + DAY));
    const verdict = async () =>
      (await service.send('validate-license-key', { path: { mispId: '100' }, request: { mispLicenseKey: key } })).json;
    service.now = NOW + DAY - 1;
    expect(await verdict()).toMatchObject({ response: { reason: 'VALID' } });
    service.now = NOW + DAY;
    expect(await verdict()).toMatchObject({ response: { reason: 'EXPIRED' } });
    expect((await change(at(NOW + 9 * DAY))).json).toMatchObject({ errors: [{ errorCode: 'PMS_MSP_419' }] });
  });

  test('makes room for another licence once it has ended', async () => {
    const licenses = Array.from({ length: 50 }, (_, index) => sampleLicense({ key: sampleKey(index) }));
    const { service, change } = serving({}, { licenses });
    const rotate = () =>
      service.send('rotate-license-key', { path: { mispId: '100' }, request: { overlapSeconds: 60 } });
    expect((await rotate()).json).toMatchObject({ errors: [{ errorCode: 'PMS_MSP_901' }] });
    await change(at(NOW + 1000));
    service.now = NOW + 1000;
    expect((await rotate()).json).toMatchObject({ errors: [] });
  });
});

describe('a repeated change of validity', () => {
  const headers = { 'idempotency-key': 'key-1' };

  test('gets the first answer, even if the licence has another end by then', async () => {
    const { service, store, change } = serving();
    const first = await change(at(NOW + DAY), undefined, { headers, requestId: 'request-1' });
    await change(at(NOW + 9 * DAY), undefined, { requestId: 'request-2' });
    const again = await change(at(NOW + DAY), undefined, { headers, requestId: 'request-3' });
    expect(again.json).toEqual(first.json);
    expect(again.headers).toEqual({ ...first.headers, 'idempotency-replayed': 'true' });
    expect(service.lastTrail).toEqual(['154-misp 100']);
    expect(store.peek('100')?.licenses[0]?.validTo).toBe(NOW + 9 * DAY);
  });

  test('is the same with its end in another form, and differs with another end: 462', async () => {
    const { service, change } = serving();
    await change('2026-03-02T00:00:00Z', undefined, { headers, requestId: 'request-1' });
    const same = await change('2026-03-02T05:30:00.0+05:30', undefined, { headers, requestId: 'request-2' });
    expect(same.headers).toMatchObject({ 'idempotency-replayed': 'true' });
    const different = await change('2026-03-02T00:00:00.001Z', undefined, { headers, requestId: 'request-3' });
    expect(different.json).toMatchObject({ errors: [{ errorCode: 'PMS_MSP_903' }] });
    expect(service.lastTrail).toEqual(['462-misp 100']);
  });

  test('is refused once its end has passed: the form of a request is checked before kept outcomes', async () => {
    const { service, store, change } = serving();
    await change(at(NOW + 1000), undefined, { headers, requestId: 'request-1' });
    service.now = NOW + 1000;
    expect((await change(at(NOW + 1000), undefined, { headers, requestId: 'request-2' })).status).toBe(400);
    expect(store.rows).toHaveLength(1);
  });

  test('shows no key, whatever the rights', async () => {
    const { change } = serving();
    const names = { licenseKeyHash: hash };
    const first = await change(at(NOW + DAY), names, { headers, rights: ['operate'], requestId: 'request-1' });
    const again = await change(at(NOW + DAY), names, { headers, requestId: 'request-2' });
    for (const { text } of [first, again]) expect(text).not.toMatch(/Key1x/);
  });
});
