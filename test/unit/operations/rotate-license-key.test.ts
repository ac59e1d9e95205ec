import { describe, expect, test } from '@jest/globals';
import type { License } from '../../../functions/domain/misp.ts';
import { DAY, NOW, sampleKey, sampleLicense, sampleMisp, sha256 } from '../../support/sample-misp.ts';
import { answered, InMemoryService, refused } from '../../support/serve-in-memory.ts';

const HOUR = 3_600_000;
/** What expired longer ago works by no server's clock. */
const LONGEST_LEAD = 30_000;
const license = (number: number, overrides: Parameters<typeof sampleLicense>[0] = {}) =>
  sampleLicense({ key: sampleKey(number), ...overrides });
const many = (count: number, overrides: Parameters<typeof sampleLicense>[0] = {}) =>
  Array.from({ length: count }, (_, index) => license(100 + index, overrides));

const NEW_KEY = sampleKey(1001);
const NEW_HASH = sha256(NEW_KEY);
const mark = { updatedBy: 'ada-7', updatedAt: NOW };
const issued = (overrides: Parameters<typeof sampleLicense>[0] = {}) =>
  license(1001, {
    ...{ issuedInVersion: 5, validFrom: NOW, validTo: NOW + 90 * DAY, createdBy: 'ada-7', createdAt: NOW },
    ...overrides,
  });
const began = { licenseHash: NEW_HASH, verdict: 'VALID', validTo: NOW + 90 * DAY };

const hex = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('hex');
const inDays = (days: number) => new Date(NOW + days * DAY).toISOString();

function serving(misp: Parameters<typeof sampleMisp>[0] = {}) {
  const service = new InMemoryService();
  service.store.seed(sampleMisp({ version: 4, licenses: [license(1)], ...misp }));
  const rotate = (overlapSeconds: unknown, more: object = {}, mispId = '100') =>
    service.send('rotate-license-key', {
      path: { mispId },
      request: { overlapSeconds, ...more },
      requestId: 'request-9',
    });
  const licenses = (): readonly License[] => service.store.peek('100')?.licenses ?? [];
  const verdictOn = async (key: string) => {
    const request = { mispLicenseKey: key };
    const { json } = await service.send('validate-license-key', { path: { mispId: '100' }, request });
    return (json as { response: { reason: string } | null }).response?.reason;
  };
  return { service, store: service.store, rotate, licenses, verdictOn };
}

describe('rotate licence key', () => {
  test('of two concurrent ones, the second with the earlier clock ends no licence before its start', async () => {
    const later = NOW + 87;
    const { rotate, licenses } = serving({
      ...{ updatedBy: 'ada-7', updatedAt: later },
      licenses: [...many(5, { validTo: later, isSwitchedOn: false }), license(2, { validFrom: later })],
    });
    expect((await rotate(0)).json).toMatchObject({
      response: { validFrom: '2026-03-01T10:20:30.543', earlier: [{ validTo: '2026-03-01T10:20:30.543' }] },
    });
    const ended = licenses().filter(({ validTo }) => validTo <= later);
    expect(ended).toHaveLength(5);
    expect(ended.every(({ validFrom, validTo }) => validFrom <= validTo)).toBe(true);
  });

  test('of two concurrent ones, the second issues no licence that has ended by the time of the first', async () => {
    const later = NOW + 87;
    const { rotate, store } = serving({ updatedBy: 'ada-7', updatedAt: later });
    const before = store.peek('100');
    for (const validTo of [NOW + 86, later]) {
      const answer = await rotate(0, { validTo: new Date(validTo).toISOString() });
      expect(answer.status).toBe(400);
      expect(answer.json).toEqual(refused('PMS_COR_001', 'Missing Input Parameter - request.validTo'));
    }
    expect(store.peek('100')).toEqual(before);
    expect(store.rows).toEqual([]);
    expect((await rotate(0, { validTo: new Date(later + 1).toISOString() })).status).toBe(200);
  });

  test('issues a licence and ends the working one after the overlap: 150, 121, 151, 250', async () => {
    const { service, store, rotate } = serving();
    const answer = await rotate(3600);
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual(
      answered({
        licenseKey: NEW_KEY,
        licenseKeyHash: NEW_HASH,
        validFrom: '2026-03-01T10:20:30.456',
        validTo: '2026-05-30T10:20:30.456',
        version: 5,
        earlier: [{ licenseKeyHash: license(1).hash, validTo: '2026-03-01T11:20:30.456' }],
      }),
    );
    expect(answer.headers).toMatchObject({ etag: '"5"' });
    expect(store.peek('100')).toEqual(
      sampleMisp({
        ...mark,
        version: 5,
        lastRequestId: 'request-9',
        licenses: [license(1, { ...mark, validTo: NOW + HOUR }), issued()],
      }),
    );
    expect(service.lastTrail).toEqual(['150', '121 100', '151 100', '250']);
    expect(store.rows).toHaveLength(1);
    expect(store.rows[0]).toMatchObject({ mispId: '100', version: 5, outcome: 'success' });
    expect(store.rows[0]).not.toHaveProperty('removedLicenseKeyHashes');
    expect(hex(store.rows[0]?.licenseKeyHash)).toBe(NEW_HASH);
    expect(store.rows[0]?.verdictChanges).toEqual([
      { licenseHash: license(1).hash, verdict: 'VALID', validTo: NOW + HOUR },
      began,
    ]);
    expect(store.calls).toEqual(['get', 'commit']);
  });

  test('keeps both keys working during the overlap, to the millisecond', async () => {
    const { service, rotate, verdictOn } = serving();
    await rotate(3600);
    expect([await verdictOn(sampleKey(1)), await verdictOn(NEW_KEY)]).toEqual(['VALID', 'VALID']);
    service.now = NOW + HOUR - 1;
    expect([await verdictOn(sampleKey(1)), await verdictOn(NEW_KEY)]).toEqual(['VALID', 'VALID']);
    service.now = NOW + HOUR;
    expect([await verdictOn(sampleKey(1)), await verdictOn(NEW_KEY)]).toEqual(['EXPIRED', 'VALID']);
  });

  test('without an overlap ends them now, and switches them off in the same step', async () => {
    const { store, rotate, licenses, verdictOn } = serving();
    const answer = await rotate(0);
    expect(answer.json).toMatchObject({
      response: { earlier: [{ licenseKeyHash: license(1).hash, validTo: '2026-03-01T10:20:30.456' }] },
    });
    expect(licenses()).toEqual([license(1, { ...mark, validTo: NOW, isSwitchedOn: false }), issued()]);
    expect(store.rows[0]?.verdictChanges).toEqual([
      { licenseHash: license(1).hash, verdict: 'EXPIRED', validTo: NOW },
      began,
    ]);
    expect([await verdictOn(sampleKey(1)), await verdictOn(NEW_KEY)]).toEqual(['EXPIRED', 'VALID']);
  });

  test('without an overlap also works with a slow clock: the switch is off', async () => {
    const { service, rotate, verdictOn } = serving();
    await rotate(0);
    service.now = NOW - HOUR;
    expect(await verdictOn(sampleKey(1))).toBe('LICENSE_DEACTIVATED');
  });

  test.each([
    ['one millisecond before', HOUR - 1, HOUR - 1],
    ['with', HOUR, HOUR],
    ['one millisecond after', HOUR + 1, HOUR],
  ])('never ends a licence later: one that ends %s the overlap', async (_, ahead, expected) => {
    const old = license(1, { validTo: NOW + ahead });
    const { store, rotate, licenses } = serving({ licenses: [old] });
    const answer = await rotate(3600);
    const isMoved = expected !== ahead;
    expect(licenses()[0]).toEqual(isMoved ? { ...old, ...mark, validTo: NOW + expected } : old);
    expect(answer.json).toMatchObject({
      response: {
        earlier: [{ licenseKeyHash: old.hash, validTo: new Date(NOW + expected).toISOString().slice(0, -1) }],
      },
    });
    // One event for each licence with a moved end, and one for the new one.
    expect(store.rows[0]?.verdictChanges).toHaveLength(isMoved ? 2 : 1);
  });

  test('ends each working licence and does not change the others', async () => {
    const [first, off, second, expired, offAndExpired] = [
      license(1),
      license(2, { isSwitchedOn: false }),
      license(3, { validTo: NOW + 60_000 }),
      license(4, { validTo: NOW }),
      license(5, { validTo: NOW - DAY, isSwitchedOn: false }),
    ];
    const { store, rotate, licenses } = serving({ licenses: [first, off, second, expired, offAndExpired] });
    const answer = await rotate(3600);
    expect(licenses()).toEqual([
      ...[{ ...first, ...mark, validTo: NOW + HOUR }, off, second, expired, offAndExpired],
      issued(),
    ]);
    expect(answer.json).toMatchObject({
      response: {
        earlier: [
          { licenseKeyHash: first.hash, validTo: '2026-03-01T11:20:30.456' },
          { licenseKeyHash: second.hash, validTo: '2026-03-01T10:21:30.456' },
        ],
      },
    });
    expect(store.rows[0]?.verdictChanges.map(({ licenseHash }) => licenseHash)).toEqual([first.hash, NEW_HASH]);
  });

  test('without an overlap does not change those that did not work', async () => {
    const [off, expired] = [license(2, { isSwitchedOn: false }), license(4, { validTo: NOW - LONGEST_LEAD })];
    const { store, rotate, licenses } = serving({ licenses: [license(1), off, expired, license(3)] });
    const answer = await rotate(0);
    const stopped = { ...mark, validTo: NOW, isSwitchedOn: false };
    expect(licenses()).toEqual([license(1, stopped), off, expired, license(3, stopped), issued()]);
    expect(answer.json).toMatchObject({
      response: { earlier: [{ licenseKeyHash: license(1).hash }, { licenseKeyHash: license(3).hash }] },
    });
    expect(store.rows[0]?.verdictChanges.map(({ licenseHash, verdict }) => [licenseHash, verdict])).toEqual([
      [license(1).hash, 'EXPIRED'],
      [license(3).hash, 'EXPIRED'],
      [NEW_HASH, 'VALID'],
    ]);
  });

  test.each<[string, readonly License[]]>([
    ['with none', []],
    ['with one that is switched off', [license(1, { isSwitchedOn: false })]],
    ['with one that has expired', [license(1, { validTo: NOW - LONGEST_LEAD })]],
  ])('only issues a licence for a MISP %s', async (_, before) => {
    for (const overlap of [0, 3600]) {
      const { service, store, rotate, licenses } = serving({ licenses: before });
      const answer = await rotate(overlap);
      expect(answer.json).toMatchObject({ response: { licenseKey: NEW_KEY, version: 5, earlier: [] } });
      expect(licenses()).toEqual([...before, issued()]);
      expect(store.rows[0]?.verdictChanges).toEqual([began]);
      expect(service.lastTrail).toEqual(['150', '121 100', '151 100', '250']);
    }
  });

  test.each([
    ['in UTC', '2026-03-31T10:20:30.456Z'],
    ['without a zone', '2026-03-31T10:20:30.456'],
    ['with an offset', '2026-03-31t15:50:30.456+05:30'],
  ])('gives the new licence the requested end: %s', async (_, validTo) => {
    const { store, rotate, licenses } = serving();
    const answer = await rotate(0, { validTo });
    expect(answer.json).toMatchObject({ response: { validTo: '2026-03-31T10:20:30.456' } });
    expect(licenses().at(-1)).toEqual(issued({ validTo: NOW + 30 * DAY }));
    expect(store.rows[0]?.verdictChanges.at(-1)).toEqual({ ...began, validTo: NOW + 30 * DAY });
  });

  test.each([
    ['now', NOW],
    ['in the past', NOW - 1],
    ['too far ahead', NOW + 3650 * DAY + 1],
  ])('refuses an end %s: 400, and nothing is read', async (_, at) => {
    const { store, rotate } = serving();
    const answer = await rotate(0, { validTo: new Date(at).toISOString() });
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual(refused('PMS_COR_001', 'Missing Input Parameter - request.validTo'));
    expect(store.calls).toEqual([]);
  });

  test.each([NOW + 1, NOW + 3650 * DAY])('accepts the first and the last possible end: %d', async (at) => {
    const { rotate, licenses } = serving();
    await rotate(0, { validTo: new Date(at).toISOString() });
    expect(licenses().at(-1)?.validTo).toBe(at);
  });

  test('reports an end as out of range, and an invalid time as of the wrong type', async () => {
    const { service } = serving();
    const problemOf = async (validTo: unknown, overlapSeconds = 0) => {
      const headers = { accept: 'application/problem+json' };
      const request = { overlapSeconds, validTo };
      return (await service.send('rotate-license-key', { path: { mispId: '100' }, request, headers })).json;
    };
    const problem = (reason: string) => ({ errors: [{ code: 'PMS_COR_001', pointer: '/request/validTo', reason }] });
    expect(await problemOf(inDays(-1))).toMatchObject(problem('out-of-range'));
    expect(await problemOf('2026-05-01')).toMatchObject(problem('wrong-type'));
    const both = [{ pointer: '/request/overlapSeconds' }, { pointer: '/request/validTo', reason: 'out-of-range' }];
    expect(await problemOf(inDays(-1), -1)).toMatchObject({ errors: both });
  });

  test.each([
    ['Inprogress', true],
    ['Inprogress', false],
    ['rejected', true],
    ['rejected', false],
  ] as const)('refuses a MISP that is %s, active %s: 150, 450', async (status, isActive) => {
    const { service, store, rotate, licenses } = serving({ status, isActive });
    const answer = await rotate(0);
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual(refused('PMS_MSP_419', 'misp is not yet approved.'));
    expect(service.lastTrail).toEqual(['150', '450 100']);
    expect(store.rows[0]).toMatchObject({ mispId: '100', outcome: 'PMS_MSP_419', verdictChanges: [] });
    expect(store.rows[0]).not.toHaveProperty('licenseKeyHash');
    expect(licenses()).toEqual([license(1)]);
  });

  test('refuses a MISP that is de-active: 150, 451', async () => {
    const { service, store, rotate, licenses } = serving({ isActive: false });
    expect((await rotate(0)).json).toEqual(refused('PMS_MSP_405', 'Misp is not active.'));
    expect(service.lastTrail).toEqual(['150', '451 100']);
    expect(store.rows[0]).toMatchObject({ outcome: 'PMS_MSP_405', verdictChanges: [] });
    expect(licenses()).toEqual([license(1)]);
  });

  test('refuses an unknown id: 150, 414', async () => {
    const { service, rotate } = serving();
    expect((await rotate(0, {}, '999')).json).toEqual(refused('PMS_MSP_005', 'MISP ID does not exist  999'));
    expect(service.lastTrail).toEqual(['150', '414 999']);
  });

  test('never leaves a key in the trail, and has it once in its answer', async () => {
    const { service, store, rotate } = serving();
    const answer = await rotate(3600);
    expect(JSON.stringify(store.rows) + service.traces).not.toMatch(/Key1x|Key1001x/);
    expect(answer.text).not.toContain(sampleKey(1));
    expect(answer.text.split(NEW_KEY)).toHaveLength(2);
  });

  test('shows the key even if lists mask it', async () => {
    const service = new InMemoryService({ visibility: 'masked' });
    service.store.seed(sampleMisp({ licenses: [license(1)] }));
    const request = { overlapSeconds: 0 };
    const answer = await service.send('rotate-license-key', { path: { mispId: '100' }, request, rights: ['keys'] });
    expect(answer.json).toMatchObject({ response: { licenseKey: NEW_KEY } });
  });
});

describe('the rotation of a MISP with 50 licences', () => {
  test('with an overlap is refused, since none of them has expired by then: 150, 452', async () => {
    const licenses = [...many(49), license(1)];
    const { service, store, rotate } = serving({ licenses });
    expect((await rotate(1)).json).toEqual(refused('PMS_MSP_901', 'MISP has too many licenses'));
    expect(service.lastTrail).toEqual(['150', '452-rotate 100']);
    expect(store.rows[0]).toMatchObject({ outcome: 'PMS_MSP_901', verdictChanges: [] });
    expect(store.peek('100')).toEqual(sampleMisp({ version: 4, licenses }));
  });

  test('without an overlap succeeds: the ended licence is removed, and still sends its event', async () => {
    const off = many(49, { isSwitchedOn: false });
    const { store, rotate, licenses, verdictOn } = serving({ licenses: [...off, license(1)] });
    const answer = await rotate(0);
    expect(answer.json).toMatchObject({
      response: { licenseKey: NEW_KEY, earlier: [{ licenseKeyHash: license(1).hash }] },
    });
    expect(licenses()).toEqual([...off, issued()]);
    expect(store.rows[0]).toMatchObject({ removedLicenseKeyHashes: [license(1).hash] });
    expect(store.rows[0]?.verdictChanges).toEqual([
      { licenseHash: license(1).hash, verdict: 'EXPIRED', validTo: NOW },
      began,
    ]);
    expect([await verdictOn(sampleKey(1)), await verdictOn(NEW_KEY)]).toEqual([undefined, 'VALID']);
  });

  test('without an overlap ends all working ones; ten of them are removed, and each sends its event', async () => {
    const working = many(50);
    const { store, rotate, licenses } = serving({ licenses: working });
    const answer = await rotate(0);
    expect((answer.json as { response: { earlier: unknown[] } }).response.earlier).toHaveLength(50);
    expect(licenses()).toHaveLength(41);
    expect(licenses().filter(({ isSwitchedOn }) => isSwitchedOn)).toEqual([issued()]);
    const { verdictChanges = [], removedLicenseKeyHashes } = store.rows[0] ?? {};
    expect(removedLicenseKeyHashes).toHaveLength(10);
    expect(verdictChanges.filter(({ verdict }) => verdict === 'EXPIRED')).toHaveLength(50);
    expect(new Set(verdictChanges.map(({ licenseHash }) => licenseHash)).size).toBe(51);
  });

  test('is refused if all 50 are switched off and none has expired', async () => {
    const { rotate } = serving({ licenses: many(50, { isSwitchedOn: false }) });
    expect((await rotate(0)).json).toMatchObject({ errors: [{ errorCode: 'PMS_MSP_901' }] });
  });

  test('succeeds if one of them has expired', async () => {
    const expired = license(1, { validTo: NOW - 1 });
    const { store, rotate, licenses } = serving({ licenses: [expired, ...many(49)] });
    expect((await rotate(1)).json).toMatchObject({ response: { version: 5 } });
    expect(licenses()).toHaveLength(50);
    expect(store.rows[0]).toMatchObject({ removedLicenseKeyHashes: [expired.hash] });
    // A licence that had expired before sends no event when removed.
    expect(store.rows[0]?.verdictChanges.map(({ licenseHash }) => licenseHash)).not.toContain(expired.hash);
  });
});

describe('a licence ended by a rotation never returns', () => {
  const path = { mispId: '100' };

  test('not by a download after the new key is switched off', async () => {
    const { service, rotate, licenses } = serving();
    await rotate(3600);
    service.now = NOW + 2 * HOUR;
    const off = { mispLicenseKey: NEW_KEY, mispLicenseKeyStatus: 'De-active' };
    await service.send('update-license-key-status', { path, request: off });
    const answer = await service.send('download-license-key', { path });
    expect(answer.json).toMatchObject({ errors: [{ errorCode: 'PMS_MSP_413' }] });
    expect(licenses()).toHaveLength(2);
  });

  test('not by a download after the new key has expired and was switched off', async () => {
    const { service, rotate, verdictOn } = serving();
    await rotate(0, { validTo: new Date(NOW + HOUR).toISOString() });
    service.now = NOW + HOUR;
    const off = { mispLicenseKey: NEW_KEY, mispLicenseKeyStatus: 'De-active' };
    await service.send('update-license-key-status', { path, request: off });
    const answer = await service.send('download-license-key', { path });
    expect(answer.json).toMatchObject({ errors: [{ errorCode: 'PMS_MSP_413' }] });
    expect([await verdictOn(sampleKey(1)), await verdictOn(NEW_KEY)]).toEqual(['EXPIRED', 'EXPIRED']);
  });

  test('not by a download that renews the new key: it returns another', async () => {
    const { service, rotate, verdictOn } = serving();
    await rotate(0, { validTo: new Date(NOW + HOUR).toISOString() });
    service.now = NOW + HOUR;
    const answer = await service.send('download-license-key', { path });
    expect(answer.json).toMatchObject({ response: { licenseKey: sampleKey(1002) } });
    expect([await verdictOn(sampleKey(1)), await verdictOn(NEW_KEY)]).toEqual(['EXPIRED', 'EXPIRED']);
  });

  test('not by its switch or another end', async () => {
    const { service, rotate } = serving();
    await rotate(0);
    const on = { mispLicenseKey: sampleKey(1), mispLicenseKeyStatus: 'Active' };
    const later = { mispLicenseKey: sampleKey(1), validTo: inDays(1) };
    const switched = await service.send('update-license-key-status', { path, request: on });
    const moved = await service.send('change-license-validity', { path, request: later });
    for (const { json } of [switched, moved]) expect(json).toMatchObject({ errors: [{ errorCode: 'PMS_MSP_419' }] });
  });

  test('not by approving again', async () => {
    const { service, rotate, licenses } = serving();
    await rotate(0);
    for (const mispStatus of ['rejected', 'approved']) {
      await service.send('process-misp-status', { path, request: { mispStatus } });
    }
    expect(licenses().map(({ isSwitchedOn }) => isSwitchedOn)).toEqual([false, false, true]);
  });
});

describe('a licence ended at once by a rotation, for a function with a slow clock', () => {
  const DAY_BEHIND = NOW - DAY;
  const named = { licenseKeyHash: license(1).hash };
  const refusal = { response: null, errors: [{ errorCode: 'PMS_MSP_419' }] };
  const change = async (overlapSeconds: number, operation: 'change-license-validity' | 'update-license-key-status') => {
    const made = serving();
    await made.rotate(overlapSeconds);
    made.service.now = DAY_BEHIND;
    const answer = await made.service.send(operation, {
      path: { mispId: '100' },
      request: { ...named, validTo: inDays(60), mispLicenseKeyStatus: 'Active' },
    });
    return { ...made, answer };
  };

  test.each([
    ['gets no other end: 152, 454', 'change-license-validity', ['152', '454 100']],
    ['is not switched on: 114, 419', 'update-license-key-status', ['114', '419 100']],
  ] as const)('%s', async (_, operation, trail) => {
    const { service, licenses, answer } = await change(0, operation);
    expect(answer.json).toMatchObject(refusal);
    expect(service.lastTrail).toEqual(trail);
    expect(licenses()[0]).toEqual(license(1, { isSwitchedOn: false, validTo: NOW, ...mark }));
  });

  test('does not work', async () => {
    const { service, rotate, verdictOn } = serving();
    await rotate(0);
    service.now = DAY_BEHIND;
    expect(await verdictOn(sampleKey(1))).toBe('LICENSE_DEACTIVATED');
  });

  test('may still get another end while its overlap lasts', async () => {
    const { licenses, answer } = await change(3600, 'change-license-validity');
    expect(answer.json).toMatchObject({ errors: [] });
    expect(licenses()[0]?.validTo).toBe(NOW + 60 * DAY);
  });
});

describe('a rotation whose clock differs from that of other servers', () => {
  const setEnd = (service: InMemoryService, at: number) => {
    service.now = at;
    const request = { licenseKeyHash: license(1).hash, validTo: inDays(365) };
    return service.send('change-license-validity', { path: { mispId: '100' }, request });
  };

  test.each([NOW, NOW - LONGEST_LEAD + 1])('without an overlap stops what has just expired: %d', async (validTo) => {
    const { service, store, rotate, licenses, verdictOn } = serving({ licenses: [license(1, { validTo })] });
    expect((await rotate(0)).json).toMatchObject({ response: { earlier: [] } });
    expect(licenses()[0]).toEqual(license(1, { validTo, isSwitchedOn: false, ...mark }));
    expect(store.rows[0]?.verdictChanges).toEqual([began]);
    expect((await setEnd(service, validTo - 1)).json).toMatchObject({ errors: [{ errorCode: 'PMS_MSP_419' }] });
    expect(await verdictOn(sampleKey(1))).toBe('LICENSE_DEACTIVATED');
  });

  test('with an overlap leaves alone what has just expired', async () => {
    const { rotate, licenses } = serving({ licenses: [license(1, { validTo: NOW })] });
    await rotate(1);
    expect(licenses()[0]).toEqual(license(1, { validTo: NOW }));
  });

  test('without an overlap stops what works by its own clock, if the last change had a fast one', async () => {
    const [validTo, updatedAt] = [NOW + 2000, NOW + 3000];
    const { service, store, rotate, licenses } = serving({ updatedAt, licenses: [license(1, { validTo })] });
    expect((await rotate(0)).json).toMatchObject({ response: { earlier: [{ licenseKeyHash: license(1).hash }] } });
    expect(licenses()[0]).toMatchObject({ isSwitchedOn: false, validTo });
    expect(store.rows[0]?.verdictChanges[0]).toMatchObject({ verdict: 'LICENSE_DEACTIVATED', validTo });
    expect((await setEnd(service, NOW)).json).toMatchObject({ errors: [{ errorCode: 'PMS_MSP_419' }] });
  });

  test.each([
    ['does not end', LONGEST_LEAD, LONGEST_LEAD + 60_000],
    ['ends in spite of an imported time', LONGEST_LEAD + 1, 60_000],
    ['ends in spite of an imported time', 5 * HOUR, 60_000],
  ])('%s before the last change, %d ms ahead', async (_, lead, end) => {
    const { rotate, licenses } = serving({ updatedAt: NOW + lead });
    await rotate(60);
    expect(licenses()[0]?.validTo).toBe(NOW + end);
  });

  test('without an overlap stops by its own clock what has just expired, if the last change had a fast one', async () => {
    const validTo = NOW - 20_000;
    const { rotate, licenses } = serving({ updatedAt: NOW + 20_000, licenses: [license(1, { validTo })] });
    await rotate(0);
    expect(licenses()[0]).toMatchObject({ isSwitchedOn: false, validTo });
  });

  test.each<[string, object, object]>([
    ['switched off and on', { mispLicenseKeyStatus: 'De-active' }, { mispLicenseKeyStatus: 'Active' }],
    ['shortened and extended', { validTo: new Date(NOW + HOUR).toISOString() }, { validTo: inDays(30) }],
  ])('a licence with an imported time in the future can be %s', async (_, ...requests) => {
    const { service, licenses } = serving({
      licenses: [license(1, { createdAt: NOW + 5 * HOUR, validTo: NOW + 2 * HOUR })],
    });
    for (const request of requests) {
      const operation = 'validTo' in request ? 'change-license-validity' : 'update-license-key-status';
      const path = { mispId: '100' };
      const sent = { mispLicenseKey: sampleKey(1), ...request };
      expect((await service.send(operation, { path, request: sent })).json).toMatchObject({ errors: [] });
    }
    expect(licenses()[0]).toMatchObject({ isSwitchedOn: true, updatedAt: NOW });
  });

  test('never sets back when a licence changed last', async () => {
    const updatedAt = NOW + 3000;
    const { service, licenses } = serving({ licenses: [license(1, { updatedAt })] });
    const request = { licenseKeyHash: license(1).hash };
    await setEnd(service, NOW);
    const path = { mispId: '100' };
    await service.send('update-license-key-status', {
      path,
      request: { ...request, mispLicenseKeyStatus: 'De-active' },
    });
    expect(licenses()[0]).toMatchObject({ isSwitchedOn: false, validTo: NOW + 365 * DAY, updatedAt });
  });
});

describe('two rotations', () => {
  test('both happen, one after the other: the second ends the key of the first', async () => {
    const { service, store, rotate, licenses } = serving();
    let isFirst = true;
    store.hooks = {
      before: async (call) => {
        if (call !== 'commit' || !isFirst) return;
        isFirst = false;
        await service.send('rotate-license-key', { path: { mispId: '100' }, request: { overlapSeconds: 0 } });
      },
    };
    const answer = await rotate(0);
    expect(answer.json).toMatchObject({ response: { version: 6, earlier: [{ validTo: '2026-03-01T10:20:30.456' }] } });
    expect(licenses().map(({ isSwitchedOn }) => isSwitchedOn)).toEqual([false, false, true]);
    expect(store.rows.map(({ version }) => version)).toEqual([5, 6]);
  });

  // AWS may invoke a function twice for one request.
  test('for one request give keys that exist, though the second never saw the first', async () => {
    const { service, store, rotate, licenses } = serving();
    let other: Awaited<ReturnType<typeof rotate>> | undefined;
    store.hooks = {
      before: async (call) => {
        if (call !== 'commit' || store.peek('100')?.version !== 4) return;
        store.hooks = {};
        other = await rotate(60);
      },
    };
    const answers = [await rotate(60), other!];
    const keys = answers.map(({ json }) => (json as { response: { licenseKey: string } }).response.licenseKey);
    expect(new Set(keys).size).toBe(2);
    expect(licenses().map(({ key }) => key)).toEqual(expect.arrayContaining(keys));
    expect(service.store.rows.map(({ version }) => version)).toEqual([5, 6]);
  });

  // The second finds the change of the first, but decided on an older version.
  test('for one request, with another change in between, answer with versions that exist', async () => {
    const { service, store, licenses } = serving();
    const path = { mispId: '100' };
    const request = { mispLicenseKey: sampleKey(1), mispLicenseKeyStatus: 'De-active' };
    const send = () => service.send('update-license-key-status', { path, request, requestId: 'request-9' });
    store.hooks = {
      before: async (call) => {
        if (call !== 'commit') return;
        store.hooks = {};
        const misp = store.peek('100')!;
        store.seed({ ...misp, version: 5, lastRequestId: 'another' });
        await send();
      },
    };
    expect((await send()).headers).toMatchObject({ etag: '"6"' });
    expect(store.peek('100')).toMatchObject({ version: 6 });
    expect(licenses()[0]).toMatchObject({ isSwitchedOn: false });
  });

  test('of two working keys, download returns the one that ends last', async () => {
    const path = { mispId: '100' };
    const download = async (service: InMemoryService) =>
      ((await service.send('download-license-key', { path })).json as { response: { licenseKey: string } }).response;
    const short = serving();
    await short.rotate(3600);
    expect(await download(short.service)).toMatchObject({ licenseKey: NEW_KEY });
    const long = serving();
    await long.rotate(3600, { validTo: new Date(NOW + HOUR - 1).toISOString() });
    expect(await download(long.service)).toMatchObject({ licenseKey: sampleKey(1) });
  });

  test('with the same If-Match only one succeeds', async () => {
    const { service, licenses } = serving();
    const send = (requestId: string) =>
      service.send('rotate-license-key', {
        ...{ path: { mispId: '100' }, request: { overlapSeconds: 0 } },
        ...{ headers: { 'if-match': '"4"' }, requestId },
      });
    const answers = [await send('request-1'), await send('request-2')];
    expect(answers.map(({ status }) => status)).toEqual([200, 412]);
    expect(licenses()).toHaveLength(2);
  });

  test('a rotation never gives up: it decides again as long as other changes come first', async () => {
    const { service, store, rotate, licenses } = serving();
    let others = 0;
    store.hooks = {
      before: (call) => {
        if (call !== 'commit' || others >= 12) return;
        others += 1;
        const misp = store.peek('100')!;
        store.seed({ ...misp, version: misp.version + 1, lastRequestId: `other-${others}` });
      },
    };
    expect((await rotate(0)).json).toMatchObject({ response: { version: 17 } });
    expect(licenses().map(({ isSwitchedOn }) => isSwitchedOn)).toEqual([false, true]);
    expect(service.store.rows).toHaveLength(1);
  });
});

describe('a repeated rotation', () => {
  const send = (service: InMemoryService, requestId: string, more: object = {}) =>
    service.send('rotate-license-key', {
      ...{ path: { mispId: '100' }, request: { overlapSeconds: 3600 } },
      ...{ headers: { 'idempotency-key': 'key-1' }, requestId, ...more },
    });

  test('shows the key and the earlier licences again, whatever the state of the MISP by then', async () => {
    const { service, licenses } = serving({ licenses: [license(1), license(2, { validTo: NOW + 60_000 })] });
    const first = await send(service, 'request-1');
    service.now = NOW + 2 * HOUR;
    await service.send('change-license-validity', {
      path: { mispId: '100' },
      request: { licenseKeyHash: NEW_HASH, validTo: inDays(200) },
    });
    const again = await send(service, 'request-2', { rights: ['keys'] });
    expect(again.json).toEqual({ ...(first.json as object), responsetime: new Date(service.now).toISOString() });
    expect(again.json).toMatchObject({ response: { licenseKey: NEW_KEY, version: 5, earlier: [{}, {}] } });
    expect(again.headers).toMatchObject({ etag: '"5"', 'idempotency-replayed': 'true' });
    expect(licenses()).toHaveLength(3);
  });

  test('is another request with another overlap or another end: 462', async () => {
    for (const request of [{ overlapSeconds: 3601 }, { overlapSeconds: 3600, validTo: inDays(90) }]) {
      const { service, licenses } = serving();
      await send(service, 'request-1');
      expect((await send(service, 'request-2', { request })).json).toMatchObject({
        errors: [{ errorCode: 'PMS_MSP_903' }],
      });
      expect(service.lastTrail).toEqual(['462-misp 100']);
      expect(licenses()).toHaveLength(2);
    }
  });

  test('is the same with its end in another form', async () => {
    const { service } = serving();
    const request = (validTo: string) => ({ request: { overlapSeconds: 3600, validTo } });
    await send(service, 'request-1', request('2026-04-01T00:00:00Z'));
    const again = await send(service, 'request-2', request('2026-04-01t05:30:00.0+05:30'));
    expect(again.headers).toMatchObject({ 'idempotency-replayed': 'true' });
  });

  test('is answered again although a faster clock has changed the MISP at its end or later', async () => {
    const { service, licenses } = serving();
    const request = { overlapSeconds: 0, validTo: new Date(NOW + 15_000).toISOString() };
    const first = await send(service, 'request-1', { request });
    service.now = NOW + 21_000;
    await service.send('update-misp-status', { path: { mispId: '100' }, request: { mispStatus: 'De-active' } });
    service.now = NOW + 2000;
    const again = await send(service, 'request-2', { request });
    expect(again.json).toEqual({ ...(first.json as object), responsetime: new Date(service.now).toISOString() });
    expect([again.status, again.headers['idempotency-replayed']]).toEqual([200, 'true']);
    expect(service.lastTrail).toEqual(['154-misp 100']);
    const other = await send(service, 'request-3', { request: { ...request, overlapSeconds: 1 } });
    expect(other.json).toMatchObject({ errors: [{ errorCode: 'PMS_MSP_903' }] });
    const fresh = await send(service, 'request-4', { request, headers: { 'idempotency-key': 'key-2' } });
    expect([fresh.status, licenses().length]).toEqual([400, 2]);
  });

  test('of a removed licence is refused: the key is unknown', async () => {
    const { service, store } = serving();
    await send(service, 'request-1');
    store.seed({ ...store.peek('100')!, licenses: [license(1)] });
    const again = await send(service, 'request-2');
    expect(again.json).toEqual(refused('PMS_MSP_406', 'MISP License Key does not exists'));
    expect(service.lastTrail).toEqual(['154-misp 100']);
  });

  test('without the right to keys is denied, so that its key is never masked', async () => {
    const { service } = serving();
    await send(service, 'request-1');
    const again = await send(service, 'request-2', { rights: ['operate', 'read', 'approve'] });
    expect(again.status).toBe(403);
    expect(service.lastTrail).toEqual(['460-misp 100']);
  });
});
