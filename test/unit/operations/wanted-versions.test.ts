import { describe, expect, test } from '@jest/globals';
import { type OperationName, operations } from '../../../functions/operations.ts';
import { DAY, NOW, sampleKey, sampleLicense, sampleMisp, sha256 } from '../../support/sample-misp.ts';
import { InMemoryService, refused, type TestRequest } from '../../support/serve-in-memory.ts';

const path = { mispId: '100' };
const profile = { name: 'New', contactNumber: '5', emailId: 'a@x.org', address: 'B' };
const ending = { mispLicenseKey: sampleKey(1), validTo: new Date(NOW + DAY).toISOString() };
const switching = { mispLicenseKey: sampleKey(1), mispLicenseKeyStatus: 'De-active' };

/** A request to each operation that changes a MISP, its first record, and requests with something unknown. */
const cases: readonly (readonly [OperationName, TestRequest, string, readonly (readonly [TestRequest, string])[]])[] = [
  [
    'process-misp-status',
    { path, request: { mispStatus: 'rejected' } },
    '104-called 100',
    [
      [{ path, request: { mispStatus: 'x' } }, 'PMS_MSP_403'],
      [{ path: { mispId: '999' }, request: { mispStatus: 'rejected' } }, 'PMS_MSP_005'],
    ],
  ],
  [
    'update-misp',
    { path, request: profile },
    '107',
    [
      [{ path, request: { ...profile, emailId: 'x' } }, 'PMS_MSP_401'],
      [{ path: { mispId: '999' }, request: profile }, 'PMS_MSP_005'],
    ],
  ],
  [
    'update-misp-status',
    { path, request: { mispStatus: 'De-active' } },
    '112',
    [
      [{ path, request: { mispStatus: 'x' } }, 'PMS_MSP_407'],
      [{ path: { mispId: '999' }, request: { mispStatus: 'Active' } }, 'PMS_MSP_005'],
    ],
  ],
  [
    'update-license-key-status',
    { path, request: switching },
    '114',
    [
      [{ path, request: { ...switching, mispLicenseKeyStatus: 'x' } }, 'PMS_MSP_418'],
      [{ path, request: { ...switching, mispLicenseKey: 'nobodys' } }, 'PMS_MSP_406'],
      [{ path, request: { licenseKeyHash: sha256('x'), mispLicenseKeyStatus: 'Active' } }, 'PMS_MSP_406'],
      [{ path: { mispId: '101' }, request: switching }, 'PMS_MSP_408'],
    ],
  ],
  [
    'rotate-license-key',
    { path, request: { overlapSeconds: 60 } },
    '150',
    [[{ path: { mispId: '999' }, request: { overlapSeconds: 60 } }, 'PMS_MSP_005']],
  ],
  [
    'change-license-validity',
    { path, request: ending },
    '152',
    [
      [{ path, request: { ...ending, mispLicenseKey: 'nobodys' } }, 'PMS_MSP_406'],
      [{ path, request: { ...ending, mispLicenseKey: null, licenseKeyHash: sha256('x') } }, 'PMS_MSP_406'],
      [{ path: { mispId: '101' }, request: ending }, 'PMS_MSP_408'],
    ],
  ],
];

function serving() {
  const service = new InMemoryService();
  service.store.seed(
    sampleMisp({ version: 7, licenses: [sampleLicense()] }),
    sampleMisp({ id: '101', name: 'Taken Name', version: 7 }),
  );
  return service;
}

test('every operation with the header is covered here', () => {
  const taking = operations.filter(({ retryHeaders }) => retryHeaders.some((name) => name === 'if-match'));
  expect(taking.map(({ name }) => name)).toEqual(cases.map(([name]) => name));
});

describe.each(cases)('%s', (name, send, first, unknowns) => {
  const sendWith = (service: InMemoryService, ifMatch: string, more: TestRequest = send) =>
    service.send(name, { ...more, headers: { 'if-match': ifMatch } });

  test.each(['"7"', 'W/"7"', '"6", "7"', '*'])('changes the MISP that matches %s', async (ifMatch) => {
    const service = serving();
    const answer = await sendWith(service, ifMatch);
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({ etag: '"8"' });
    expect(answer.json).toMatchObject({ response: { version: 8 }, errors: [] });
  });

  test.each(['"6"', '"8"', 'W/"70"', '"6","8"', '"07"', 'W/"007"', '"99999999999999999999"'])(
    'changes no MISP that does not match %s',
    async (ifMatch) => {
      const service = serving();
      const before = service.store.peek('100');
      const answer = await sendWith(service, ifMatch);
      expect(answer.status).toBe(412);
      expect(answer.json).toEqual(refused('PMS_MSP_902', 'MISP has changed'));
      expect(answer.headers).not.toHaveProperty('etag');
      expect(service.lastTrail).toEqual([first, '461 100']);
      expect(service.store.rows).toHaveLength(1);
      expect(service.store.rows[0]).toMatchObject({ outcome: 'PMS_MSP_902', mispId: '100', verdictChanges: [] });
      expect(service.store.rows[0]).not.toHaveProperty('version');
      expect(service.store.peek('100')).toEqual(before);
      expect(service.store.calls).toEqual(['get', 'putRow']);
    },
  );

  test('answers 412 as a problem, too', async () => {
    const headers = { 'if-match': '"6"', accept: 'application/problem+json' };
    const answer = await serving().send(name, { ...send, headers });
    expect(answer.status).toBe(412);
    expect(answer.json).toMatchObject({ type: 'urn:mosip:pms:misp:version-mismatch', code: 'PMS_MSP_902' });
  });

  test.each(['', '7', '""', '"a"', '"7" "8"', '*,"7"', '"7",'])('refuses %j, and decides nothing', async (ifMatch) => {
    const service = serving();
    const answer = await sendWith(service, ifMatch);
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual(refused('PMS_COR_002', 'Invalid Input Parameter - if-match'));
    expect(service.store.calls).toEqual([]);
  });

  test.each(unknowns)('reports what needs no version first: %j', async (unknown, code) => {
    const service = serving();
    const answer = await sendWith(service, '"6"', unknown);
    expect(answer.json).toMatchObject({ errors: [{ errorCode: code }] });
    const plain = await service.send(name, unknown);
    expect(plain.json).toEqual(answer.json);
    expect(service.store.rows[1]?.trail).toEqual(service.store.rows[0]?.trail);
  });

  test('continues with the entity tag of the previous answer', async () => {
    const service = serving();
    const { etag } = (await service.send('get-misp', { path })).headers;
    const answer = await sendWith(service, String(etag));
    expect(answer.headers).toMatchObject({ etag: '"8"' });
    expect((await service.send('get-misp', { path })).headers).toMatchObject({ etag: '"8"' });
    expect((await sendWith(service, String(etag))).status).toBe(412);
  });

  test('repeats the first answer, whatever version the MISP has by then', async () => {
    const service = serving();
    const headers = { 'if-match': '"7"', 'idempotency-key': 'key-1' };
    const first = await service.send(name, { ...send, headers, requestId: 'request-1' });
    const again = await service.send(name, { ...send, headers, requestId: 'request-2' });
    expect(again.json).toEqual(first.json);
    expect(again.headers).toEqual({ ...first.headers, 'idempotency-replayed': 'true' });
    expect(service.store.peek('100')?.version).toBe(8);
  });

  test('keeps no version mismatch: with the right version the same key is a first use', async () => {
    const service = serving();
    const key = { 'idempotency-key': 'key-1' };
    await service.send(name, { ...send, headers: { ...key, 'if-match': '"6"' }, requestId: 'request-1' });
    const answer = await service.send(name, {
      ...send,
      headers: { ...key, 'if-match': '"7"' },
      requestId: 'request-2',
    });
    expect(answer.headers).toMatchObject({ etag: '"8"' });
    expect(answer.headers).not.toHaveProperty('idempotency-replayed');
  });
});

test('a version mismatch comes before a taken name', async () => {
  const service = serving();
  const send = { path, request: { ...profile, name: 'Taken Name' } };
  const answer = await service.send('update-misp', { ...send, headers: { 'if-match': '"6"' } });
  expect(answer.json).toMatchObject({ errors: [{ errorCode: 'PMS_MSP_902' }] });
});

test('a MISP that is too large comes after its version', async () => {
  const service = serving();
  service.store.roomForLicenses = 0;
  const send = { path, request: { mispStatus: 'De-active' } };
  const wrong = await service.send('update-misp-status', { ...send, headers: { 'if-match': '"6"' } });
  expect(wrong.json).toMatchObject({ errors: [{ errorCode: 'PMS_MSP_902' }] });
  const right = await service.send('update-misp-status', { ...send, headers: { 'if-match': '"7"' } });
  expect(right.json).toMatchObject({ errors: [{ errorCode: 'PMS_MSP_905' }] });
});
