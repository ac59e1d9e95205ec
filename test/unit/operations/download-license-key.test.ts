import { describe, expect, test } from '@jest/globals';
import { DAY, NOW, sampleKey, sampleLicense, sampleMisp, sha256 } from '../../support/sample-misp.ts';
import { answered, InMemoryService, NO_ECHO, refused } from '../../support/serve-in-memory.ts';

const license = (number: number, overrides: Parameters<typeof sampleLicense>[0] = {}) =>
  sampleLicense({ key: sampleKey(number), ...overrides });

const hex = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('hex');

function serving(misp: Parameters<typeof sampleMisp>[0] = {}) {
  const service = new InMemoryService();
  service.store.seed(sampleMisp({ version: 4, ...misp }));
  const download = (mispId = '100', requestId = 'request-9') =>
    service.send('download-license-key', { path: { mispId }, requestId });
  return { service, store: service.store, download };
}

describe('download licence key', () => {
  test('answers with the working licence: 120, 210, and nothing is written', async () => {
    const { service, store, download } = serving({ licenses: [license(1)] });
    const answer = await download();
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual(
      answered(
        {
          licenseKey: sampleKey(1),
          licenseKeyExpiry: '2026-05-29',
          licenseKeyStatus: 'Active',
          licenseKeyHash: sha256(sampleKey(1)),
          validTo: '2026-05-29T10:20:30.456',
          version: 4,
        },
        NO_ECHO,
      ),
    );
    expect(answer.headers).toMatchObject({ etag: '"4"' });
    expect(service.lastTrail).toEqual(['120', '210']);
    expect(store.rows[0]).toMatchObject({ mispId: '100', outcome: 'success', verdictChanges: [] });
    expect(hex(store.rows[0]?.licenseKeyHash)).toBe(sha256(sampleKey(1)));
    expect(store.rows[0]).not.toHaveProperty('version');
    expect(store.calls).toEqual(['get', 'putRow']);
  });

  test('picks the working licence that expires last', async () => {
    const { download } = serving({
      licenses: [
        license(1, { validTo: NOW + 5 * DAY }),
        license(2, { validTo: NOW + 7 * DAY }),
        license(3, { validTo: NOW + 6 * DAY }),
        license(4, { validTo: NOW + 9 * DAY, isSwitchedOn: false }),
        license(5, { validTo: NOW - 9 * DAY }),
      ],
    });
    expect((await download()).json).toMatchObject({
      response: { licenseKey: sampleKey(2), licenseKeyExpiry: '2026-03-08' },
    });
  });

  test('renews in one step if none works and the one issued last is on and has expired: 120, 121, 210', async () => {
    const [lapsed, off, revoked, lapsedLast] = [
      license(1, { validTo: NOW }),
      license(2, { validTo: NOW - DAY, isSwitchedOn: false }),
      license(3, { isSwitchedOn: false }),
      license(4, { validTo: NOW - 2 * DAY }),
    ];
    const { service, store, download } = serving({ licenses: [lapsed, off, revoked, lapsedLast] });
    const answer = await download();
    expect(answer.json).toEqual(
      answered(
        {
          licenseKey: sampleKey(1001),
          licenseKeyExpiry: '2026-05-30',
          licenseKeyStatus: 'Active',
          licenseKeyHash: sha256(sampleKey(1001)),
          validTo: '2026-05-30T10:20:30.456',
          version: 5,
        },
        NO_ECHO,
      ),
    );
    const mark = { updatedBy: 'ada-7', updatedAt: NOW };
    expect(store.peek('100')).toEqual(
      sampleMisp({
        ...mark,
        version: 5,
        lastRequestId: 'request-9',
        licenses: [
          { ...lapsed, ...mark, isSwitchedOn: false },
          off,
          revoked,
          { ...lapsedLast, ...mark, isSwitchedOn: false },
          license(1001, {
            issuedInVersion: 5,
            validFrom: NOW,
            validTo: NOW + 90 * DAY,
            createdBy: 'ada-7',
            createdAt: NOW,
          }),
        ],
      }),
    );
    expect(answer.headers).toMatchObject({ etag: '"5"' });
    expect(service.lastTrail).toEqual(['120', '121 100', '210']);
    expect(hex(store.rows[0]?.licenseKeyHash)).toBe(sha256(sampleKey(1001)));
    expect(store.rows[0]).toMatchObject({ mispId: '100', version: 5, outcome: 'success' });
    expect(store.rows[0]?.verdictChanges).toEqual([
      { licenseHash: sha256(sampleKey(1001)), verdict: 'VALID', validTo: NOW + 90 * DAY },
    ]);
    expect(store.calls).toEqual(['get', 'commit']);
  });

  test('gives one new key to two concurrent requests', async () => {
    const { service, store, download } = serving({ licenses: [license(1, { validTo: NOW })] });
    let waiting = 0;
    let go = () => {};
    const bothRead = new Promise<void>((resolve) => {
      go = resolve;
    });
    store.hooks = {
      before: (call) => {
        if (call !== 'commit') return undefined;
        waiting += 1;
        if (waiting === 2) go();
        return bothRead;
      },
    };
    const answers = await Promise.all([download('100', 'request-1'), download('100', 'request-2')]);
    const keys = answers.map(({ json }) => (json as { response: { licenseKey: string } }).response.licenseKey);
    expect(keys[0]).toBe(keys[1]);
    expect(store.peek('100')?.licenses).toHaveLength(2);
    expect(store.rows.map(({ trail }) => trail.length)).toEqual([3, 2]);
    expect(service.lastTrail).toEqual(['120', '210']);
  });

  test.each([
    ['Inprogress', true],
    ['Inprogress', false],
    ['rejected', true],
    ['rejected', false],
  ] as const)('refuses a MISP that is %s, active %s: 120, 410', async (status, isActive) => {
    const { service, store, download } = serving({ status, isActive, licenses: [license(1)] });
    const answer = await download();
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual(refused('PMS_MSP_419', 'misp is not yet approved.', NO_ECHO));
    expect(service.lastTrail).toEqual(['120', '410-download 100']);
    expect(store.rows[0]).toMatchObject({ mispId: '100', outcome: 'PMS_MSP_419' });
  });

  test('refuses a MISP that is de-active: 120, 411', async () => {
    const { service, store, download } = serving({ isActive: false, licenses: [license(1)] });
    expect((await download()).json).toEqual(refused('PMS_MSP_405', 'Misp is not active.', NO_ECHO));
    expect(service.lastTrail).toEqual(['120', '411 100']);
    expect(store.rows[0]).toMatchObject({ outcome: 'PMS_MSP_405' });
  });

  test('refuses a MISP without a licence, without a suffix in the message: 120, 412', async () => {
    const { service, store, download } = serving({ licenses: [] });
    expect((await download()).json).toEqual(refused('PMS_MSP_406', 'MISP License Key does not exists', NO_ECHO));
    expect(service.lastTrail).toEqual(['120', '412 100']);
    expect(store.rows[0]).toMatchObject({ outcome: 'PMS_MSP_406' });
  });

  test('refuses if none works and no switched-on one has expired: 120, 413', async () => {
    const { service, store, download } = serving({
      licenses: [license(1, { isSwitchedOn: false }), license(2, { isSwitchedOn: false, validTo: NOW - DAY })],
    });
    expect((await download()).json).toEqual(refused('PMS_MSP_413', 'misp license all are inactive.', NO_ECHO));
    expect(service.lastTrail).toEqual(['120', '413 100']);
    expect(store.rows[0]).toMatchObject({ outcome: 'PMS_MSP_413' });
    expect(store.peek('100')?.version).toBe(4);
  });

  test.each([
    ['current', NOW + DAY],
    ['expired', NOW],
  ])(
    'never renews a licence that was switched off, %s, because of an older expired one: 120, 413',
    async (_, validTo) => {
      const { service, store, download } = serving({
        licenses: [license(1, { validTo: NOW - DAY }), license(2, { isSwitchedOn: false, validTo })],
      });
      expect((await download()).json).toEqual(refused('PMS_MSP_413', 'misp license all are inactive.', NO_ECHO));
      expect(service.lastTrail).toEqual(['120', '413 100']);
      expect(store.peek('100')?.licenses).toHaveLength(2);
    },
  );

  test('refuses a renewal if 50 licences have not expired: 120, 452', async () => {
    const current = Array.from({ length: 50 }, (_, index) => license(index, { isSwitchedOn: false }));
    const { service, store, download } = serving({ licenses: [...current, license(99, { validTo: NOW })] });
    expect((await download()).json).toEqual(refused('PMS_MSP_901', 'MISP has too many licenses', NO_ECHO));
    expect(service.lastTrail).toEqual(['120', '452-download 100']);
    expect(store.rows[0]).toMatchObject({ outcome: 'PMS_MSP_901', verdictChanges: [] });
    expect(store.peek('100')?.licenses).toHaveLength(51);
  });

  test('refuses an unknown id: 120, 414', async () => {
    const { service, download } = serving();
    expect((await download('999')).json).toEqual(refused('PMS_MSP_005', 'MISP ID does not exist  999', NO_ECHO));
    expect(service.lastTrail).toEqual(['120', '414 999']);
  });

  test('never leaves the key in the trail', async () => {
    const { store, download } = serving({ licenses: [license(1, { validTo: NOW })] });
    await download();
    expect(JSON.stringify(store.rows)).not.toMatch(/Key1x|Key1001x/);
  });
});
