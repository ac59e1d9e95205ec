import { describe, expect, test } from '@jest/globals';
import type { Misp } from '../../../functions/domain/misp.ts';
import { rights } from '../../../functions/domain/rights.ts';
import { type OperationName, operations } from '../../../functions/operations.ts';
import { DAY, NOW, sampleKey, sampleLicense, sampleMisp, sha256 } from '../../support/sample-misp.ts';
import { envelope, InMemoryService, refused, type TestRequest } from '../../support/serve-in-memory.ts';

const key = sampleKey(1);
const path = { mispId: '100' };
const profile = { name: 'New', contactNumber: '5', emailId: 'a@x.org', address: 'B' };
const registration = { organizationName: 'New', contactNumber: '5', emailId: 'a@x.org', address: 'B' };
const switching = { mispLicenseKey: key, mispLicenseKeyStatus: 'De-active' };
const inProgress = { status: 'Inprogress', licenses: [] } as const;

/** A request to repeat, its initial state, and the records by which its outcome is known. */
interface Case {
  readonly operation: OperationName;
  readonly what: string;
  readonly send: TestRequest;
  readonly misp?: Partial<Misp>;
  readonly trail: readonly string[];
  /** The state of the MISP at the time of the repeat. */
  readonly meanwhile?: Partial<Misp>;
}
const status = (what: string, word: string, trail: readonly string[], more: Partial<Case> = {}): Case => ({
  ...{ operation: 'process-misp-status', what, trail },
  send: { path, request: { mispStatus: word } },
  ...more,
});
const update = (what: string, more: object, trail: readonly string[], others: Partial<Case> = {}): Case => ({
  ...{ operation: 'update-misp', what, trail },
  send: { path, request: { ...profile, ...more } },
  ...others,
});
const activity = (what: string, word: string, trail: readonly string[], more: Partial<Case> = {}): Case => ({
  ...{ operation: 'update-misp-status', what, trail },
  send: { path, request: { mispStatus: word } },
  ...more,
});
const keyStatus = (what: string, request: object, trail: readonly string[], more: Partial<Case> = {}): Case => ({
  ...{ operation: 'update-license-key-status', what, trail },
  send: { path, request },
  ...more,
});
const inDays = (days: number) => new Date(NOW + days * DAY).toISOString();
const rotation = (what: string, request: object, trail: readonly string[], more: Partial<Case> = {}): Case => ({
  ...{ operation: 'rotate-license-key', what, trail },
  send: { path, request },
  ...more,
});
const validity = (what: string, request: object, trail: readonly string[], more: Partial<Case> = {}): Case => ({
  ...{ operation: 'change-license-validity', what, trail },
  send: { path, request: { validTo: inDays(5), ...request } },
  ...more,
});
const manyLicenses = Array.from({ length: 50 }, (_, index) =>
  sampleLicense({ key: sampleKey(index), isSwitchedOn: false }),
);
const rotated = ['150', '121 100', '151 100', '250'];
const validated = ['104-called 100', '104-validated 100'];
const unknown = { path: { mispId: '999' } };

const cases: readonly Case[] = [
  {
    ...{ operation: 'register-misp', what: 'done', send: { request: registration } },
    trail: ['101', '102', '103', '212 102', '200'],
  },
  {
    ...{ operation: 'register-misp', what: 'bad e-mail', send: { request: { ...registration, emailId: 'x' } } },
    trail: ['101', '401'],
  },
  {
    ...{ operation: 'register-misp', what: 'name taken' },
    send: { request: { ...registration, organizationName: ' CELLTEL' } },
    trail: ['101', '417'],
  },
  status('approved', 'APPROVED', [...validated, '202 100', '121 100', '201 100'], { misp: inProgress }),
  status('approved, and rejected since', 'approved', [...validated, '202 100', '121 100', '201 100'], {
    misp: inProgress,
    meanwhile: { status: 'rejected', isActive: false, version: 7 },
  }),
  status('rejected', 'rejected', [...validated, '202 100', '106 100', '105 100', '201 100']),
  status('rejected while de-active', 'Rejected', [...validated, '202 100', '106 100', '105 100', '201 100'], {
    misp: { isActive: false },
    meanwhile: { isActive: true },
  }),
  status('wrong word', 'x', ['104-called 100', '403 100']),
  status('unknown id', 'approved', ['104-called 999', '414 999'], {
    send: { ...unknown, request: { mispStatus: 'approved' } },
  }),
  status('already approved', 'approved', [...validated, '404'], { meanwhile: { status: 'rejected' } }),
  status('already rejected', 'rejected', [...validated, '404'], {
    misp: { status: 'rejected' },
    meanwhile: { status: 'approved' },
  }),
  status('de-active', 'approved', [...validated, '405 100'], {
    misp: { ...inProgress, isActive: false },
    meanwhile: { isActive: true },
  }),
  status('too many licences', 'approved', [...validated, '452-approve 100'], {
    misp: {
      status: 'rejected',
      licenses: manyLicenses,
    },
    meanwhile: { licenses: [] },
  }),
  status('another person needed', 'approved', [...validated, '453 100'], {
    misp: { ...inProgress, editors: [sha256('ada-7')] },
    meanwhile: { editors: [] },
  }),
  update('done', {}, ['107', '108', '203']),
  update('done, and renamed since', {}, ['107', '108', '203'], { meanwhile: { name: 'Other', version: 9 } }),
  update('bad e-mail', { emailId: 'x' }, ['107', '416 100']),
  update('unknown id', {}, ['107', '414 999'], { send: { ...unknown, request: profile } }),
  update('name taken', { name: 'taken  Name' }, ['107', '402']),
  activity('de-activated', 'De-active', ['112', '211 100', '106 100', '113 100 de-active', '205']),
  activity('unchanged', 'ACTIVE', ['112', '211 100', '106 100', '113 100 active', '205'], {
    meanwhile: { isActive: false, version: 3 },
  }),
  activity('wrong word', 'x', ['112', '407 100']),
  activity('unknown id', 'Active', ['112', '414 999'], { send: { ...unknown, request: { mispStatus: 'Active' } } }),
  keyStatus('switched off', switching, ['114', '115 100', '206']),
  keyStatus('switched off by its hash', { licenseKeyHash: sha256(key), mispLicenseKeyStatus: 'De-active' }, [
    ...['114', '115 100', '206'],
  ]),
  keyStatus('unchanged', { ...switching, mispLicenseKeyStatus: 'aCTIVE' }, ['114', '115 100', '206'], {
    meanwhile: { version: 8, licenses: [] },
  }),
  keyStatus('wrong word', { ...switching, mispLicenseKeyStatus: 'x' }, ['114', '418 100']),
  keyStatus('unknown key', { ...switching, mispLicenseKey: 'nobodys' }, ['114', '406']),
  keyStatus('unknown hash', { licenseKeyHash: sha256('nobodys'), mispLicenseKeyStatus: 'Active' }, ['114', '406']),
  keyStatus('key of another MISP', switching, ['114', '408 101'], {
    send: { path: { mispId: '101' }, request: switching },
  }),
  keyStatus('expired', { ...switching, mispLicenseKeyStatus: 'Active' }, ['114', '419 100'], {
    misp: { licenses: [sampleLicense({ validTo: NOW })] },
    meanwhile: { licenses: [sampleLicense()] },
  }),
  rotation('done with an overlap', { overlapSeconds: 60 }, rotated),
  rotation('done with an overlap, and rejected since', { overlapSeconds: 60 }, rotated, {
    meanwhile: { status: 'rejected', isActive: false, version: 9 },
  }),
  rotation('done at once, with an end', { overlapSeconds: 0, validTo: inDays(9) }, rotated),
  rotation('done with several that work', { overlapSeconds: 60 }, rotated, {
    misp: { licenses: [sampleLicense({ key: sampleKey(2), validTo: NOW + 1 }), sampleLicense()] },
  }),
  rotation('done with none that works', { overlapSeconds: 60 }, rotated, { misp: { licenses: [] } }),
  rotation('unknown id', { overlapSeconds: 0 }, ['150', '414 999'], {
    send: { ...unknown, request: { overlapSeconds: 0 } },
  }),
  rotation('not approved', { overlapSeconds: 0 }, ['150', '450 100'], {
    misp: inProgress,
    meanwhile: { status: 'approved' },
  }),
  rotation('de-active', { overlapSeconds: 0 }, ['150', '451 100'], {
    misp: { isActive: false },
    meanwhile: { isActive: true },
  }),
  rotation('too many licences', { overlapSeconds: 60 }, ['150', '452-rotate 100'], {
    misp: { licenses: manyLicenses },
    meanwhile: { licenses: [] },
  }),
  validity('sooner', { mispLicenseKey: key }, ['152', '153 100', '251']),
  validity('later, by its hash', { licenseKeyHash: sha256(key).toUpperCase(), validTo: inDays(300) }, [
    ...['152', '153 100', '251'],
  ]),
  validity('unchanged', { mispLicenseKey: key, validTo: inDays(89) }, ['152', '153 100', '251'], {
    meanwhile: { version: 8, licenses: [] },
  }),
  validity('unknown key', { mispLicenseKey: 'nobodys' }, ['152', '406']),
  validity('unknown hash', { licenseKeyHash: sha256('nobodys') }, ['152', '406']),
  validity('key of another MISP', {}, ['152', '408 101'], {
    send: { path: { mispId: '101' }, request: { mispLicenseKey: key, validTo: inDays(5) } },
  }),
  validity('expired', { mispLicenseKey: key }, ['152', '454 100'], {
    misp: { licenses: [sampleLicense({ validTo: NOW })] },
    meanwhile: { licenses: [sampleLicense()] },
  }),
];

function serving(misp: Partial<Misp> = {}) {
  const service = new InMemoryService({ separationOfDuties: true });
  service.store.seed(
    sampleMisp({ licenses: [sampleLicense()], ...misp }),
    sampleMisp({ id: '101', name: 'Taken Name' }),
  );
  return service;
}
const headers = { 'idempotency-key': 'key-1' };
const withoutTime = (json: unknown) => ({ ...(json as object), responsetime: null });
const hexOf = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('hex');

describe.each(cases)('$operation: $what', ({ operation, send, misp, trail, meanwhile }) => {
  test('repeats the first answer, except for the time, and only leaves one record', async () => {
    const service = serving(misp);
    const { store } = service;
    const first = await service.send(operation, { ...send, headers, requestId: 'request-1' });
    expect(service.lastTrail).toEqual(trail);
    expect(first.headers).not.toHaveProperty('idempotency-replayed');
    if (meanwhile !== undefined) store.seed({ ...store.peek('100')!, ...meanwhile });
    const [before, names] = [store.peek('100'), [...store.names]];
    service.now += 90_000;

    const again = await service.send(operation, { ...send, headers, requestId: 'request-2' });
    expect(again.status).toBe(first.status);
    expect(again.headers).toEqual({ ...first.headers, 'idempotency-replayed': 'true' });
    expect(withoutTime(again.json)).toEqual(withoutTime(first.json));
    expect(again.json).toMatchObject({ responsetime: new Date(service.now).toISOString() });

    expect(store.peek('100')).toEqual(before);
    expect([...store.names]).toEqual(names);
    expect(store.rows).toHaveLength(2);
    const [row, repeat] = store.rows;
    expect(repeat).toMatchObject({
      outcome: row?.outcome,
      at: service.now,
      requestId: 'request-2',
      repeatedRequestId: 'request-1',
      trail: row?.mispId === undefined ? [['154']] : [['154-misp', row.mispId]],
      verdictChanges: [],
    });
    expect(repeat?.mispId).toBe(row?.mispId);
    expect(hexOf(repeat?.licenseKeyHash)).toBe(hexOf(row?.licenseKeyHash));
    expect(repeat).not.toHaveProperty('version');
  });

  // AWS may invoke a function twice for one request.
  test('gives a second invocation for the same request the same answer', async () => {
    const service = serving(misp);
    const { store } = service;
    const sent = { ...send, headers, requestId: 'request-1' };
    const first = await service.send(operation, sent);
    const before = store.peek('100');
    const again = await service.send(operation, sent);
    expect(again.status).toBe(first.status);
    expect(withoutTime(again.json)).toEqual(withoutTime(first.json));
    expect(store.peek('100')).toEqual(before);
    expect(store.rows.filter(({ repeatedRequestId }) => repeatedRequestId === undefined)).toHaveLength(1);
  });

  test('repeats the answer in the form of a problem', async () => {
    const service = serving(misp);
    const problems = { ...headers, accept: 'application/problem+json' };
    const first = await service.send(operation, { ...send, headers: problems, requestId: 'request-1' });
    const again = await service.send(operation, { ...send, headers: problems, requestId: 'request-1b' });
    expect(again.status).toBe(first.status);
    expect(again.headers).toEqual({ ...first.headers, 'idempotency-replayed': 'true' });
    expect(again.text.replace('request-1b', 'request-1')).toBe(first.text);
  });

  test('keeps no licence key and no contact data', async () => {
    const service = serving(misp);
    await service.send(operation, { ...send, headers });
    expect(service.store.records.size).toBe(1);
    expect(JSON.stringify([...service.store.records])).not.toMatch(/Key\d+x|nobodys|a@x\.org|celltel/i);
  });

  test('is decided again for another caller, and with another key', async () => {
    for (const other of [
      { caller: { userId: 'bob', userName: 'Ada Admin' } },
      { headers: { 'idempotency-key': 'Key-1' } },
    ]) {
      const service = serving(misp);
      await service.send(operation, { ...send, headers, requestId: 'request-1' });
      const again = await service.send(operation, { ...send, headers, ...other, requestId: 'request-2' });
      expect(again.headers).not.toHaveProperty('idempotency-replayed');
      expect(service.store.records.size).toBe(2);
      expect(service.store.rows.at(-1)).not.toHaveProperty('repeatedRequestId');
    }
  });
});

describe('every operation that takes an idempotency key', () => {
  const taking = operations.filter(({ retryHeaders }) => retryHeaders.some((name) => name === 'idempotency-key'));

  test('is repeated here, successful and refused', () => {
    for (const { name } of taking) {
      const ofThis = cases.filter(({ operation }) => operation === name);
      expect(ofThis.length).toBeGreaterThan(2);
    }
    expect(new Set(cases.map(({ operation }) => operation)).size).toBe(taking.length);
    expect(taking.map(({ name }) => name)).toEqual([
      'register-misp',
      'process-misp-status',
      'update-misp',
      'update-misp-status',
      'update-license-key-status',
      'rotate-license-key',
      'change-license-validity',
    ]);
  });

  test.each(taking.map(({ name }) => name))('%s refuses an invalid one, and decides nothing', async (name) => {
    const { send } = cases.find(({ operation }) => operation === name)!;
    for (const [bad, reason] of [
      ['', 'blank'],
      ['k'.repeat(129), 'too-long'],
      ['a b', 'not-allowed'],
    ]) {
      const service = serving();
      const answer = await service.send(name, { ...send, headers: { 'idempotency-key': bad! } });
      expect(answer.status).toBe(400);
      expect(answer.json).toEqual(refused('PMS_COR_002', 'Invalid Input Parameter - idempotency-key'));
      const accept = { accept: 'application/problem+json' };
      const problem = await service.send(name, { ...send, headers: { 'idempotency-key': bad!, ...accept } });
      expect(problem.json).toMatchObject({
        errors: [{ code: 'PMS_COR_002', pointer: '/idempotency-key', reason }],
      });
      expect(service.store.calls).toEqual([]);
    }
  });

  test('reports it with the faults of the fields', async () => {
    const answer = await serving().send('update-misp', {
      path,
      request: { ...profile, name: '' },
      headers: { 'idempotency-key': ' ', 'if-match': '3' },
    });
    expect(answer.json).toMatchObject({
      errors: [
        { errorCode: 'PMS_COR_001', message: 'Missing Input Parameter - request.name' },
        { errorCode: 'PMS_COR_002', message: 'Invalid Input Parameter - idempotency-key' },
        { errorCode: 'PMS_COR_002', message: 'Invalid Input Parameter - if-match' },
      ],
    });
  });
});

describe('an operation without an idempotency key', () => {
  test.each<[OperationName, TestRequest]>([
    ['validate-license-key', { path, request: { mispLicenseKey: key } }],
    ['list-misps', {}],
    ['get-misp', { path }],
    ['find-misps-by-name', { path: { orgName: 'cell' } }],
    ['download-license-key', { path }],
  ])('%s ignores the headers', async (name, send) => {
    const service = serving();
    for (const bad of [
      { 'idempotency-key': ' ', 'if-match': 'x' },
      { 'idempotency-key': 'k', 'if-match': '"99"' },
    ]) {
      const answer = await service.send(name, { ...send, headers: bad });
      expect(answer.json).toMatchObject({ errors: [] });
      expect(answer.headers).not.toHaveProperty('idempotency-replayed');
    }
    expect(service.store.records.size).toBe(0);
  });
});

describe('the identity of a request', () => {
  const sendTwice = async (one: TestRequest, other: TestRequest) => {
    const service = serving();
    await service.send('update-misp', { path, request: profile, headers, requestId: 'request-1', ...one });
    const answer = await service.send('update-misp', {
      path,
      request: profile,
      headers,
      requestId: 'request-2',
      ...other,
    });
    return { service, answer };
  };

  test.each<[string, TestRequest]>([
    ['another envelope', { body: envelope(profile, { id: null, version: '9', metadata: { a: 1 }, requesttime: 'x' }) }],
    ['another order of its fields', { request: Object.fromEntries(Object.entries(profile).reverse()) }],
    ['a field by its other name', { request: { ...profile, name: null, organizationName: 'New' } }],
    ['white space that is trimmed', { request: { ...profile, emailId: ' a@x.org\n' } }],
    ['a number for its text', { request: { ...profile, contactNumber: 5 } }],
    ['an unknown field', { request: { ...profile, more: [1, 2] } }],
    ['another address', { sourceIp: '198.51.100.7' }],
    ['another name of the same user', { caller: { userId: 'ada-7', userName: 'Ada Married' } }],
    ['other rights', { rights: ['register'] }],
    ['another content type', { headers: { ...headers, 'content-type': 'application/x+json' } }],
  ])('does not depend on %s', async (_, other) => {
    const { service, answer } = await sendTwice({}, other);
    expect(answer.headers).toMatchObject({ 'idempotency-replayed': 'true', etag: '"3"' });
    expect(service.store.peek('100')?.version).toBe(3);
  });

  test('does not depend on the envelope, but each answer echoes its own', async () => {
    const { answer } = await sendTwice({}, { body: envelope(profile, { id: 'other', version: '9' }) });
    expect(answer.json).toMatchObject({ id: 'other', version: '9', response: { version: 3 } });
  });

  test.each<[string, TestRequest]>([
    ['another value', { request: { ...profile, address: 'C' } }],
    ['the same name in another spelling', { request: { ...profile, name: 'NEW' } }],
    ['white space that is kept', { request: { ...profile, name: 'New ' } }],
  ])('depends on %s: only 462, and nothing changes', async (_, other) => {
    const { service, answer } = await sendTwice({}, other);
    expect(answer.status).toBe(422);
    expect(answer.json).toEqual(refused('PMS_MSP_903', 'Idempotency key was used for another request'));
    expect(answer.headers).not.toHaveProperty('idempotency-replayed');
    expect(service.store.rows).toHaveLength(2);
    expect(service.store.rows[1]).toMatchObject({
      outcome: 'PMS_MSP_903',
      mispId: '100',
      trail: [['462-misp', '100']],
    });
    expect(service.store.rows[1]).not.toHaveProperty('version');
    expect(service.store.peek('100')?.version).toBe(3);
  });

  test('depends on the MISP: the same key for another one is a first use', async () => {
    const { service, answer } = await sendTwice(
      { path: { mispId: '101' } },
      { request: { ...profile, name: 'Newer' } },
    );
    expect(answer.headers).not.toHaveProperty('idempotency-replayed');
    expect(service.store.records.size).toBe(2);
  });

  describe.each(operations.filter(({ input }) => 'licenseKeyHash' in input.fields).map(({ name }) => name))(
    'of %s does not depend on the case of a hash',
    (name) => {
      const sendWith = (service: InMemoryService, licenseKeyHash: string, requestId: string) => {
        const fields = { mispLicenseKeyStatus: 'De-active', validTo: inDays(5), licenseKeyHash };
        return service.send(name, { path, request: fields, headers, requestId });
      };

      test.each([
        ['upper', 'lower'],
        ['lower', 'upper'],
      ] as const)('%s, then %s', async (one, other) => {
        const inCase = { upper: sha256(key).toUpperCase(), lower: sha256(key) };
        const service = serving();
        const first = await sendWith(service, inCase[one], 'request-1');
        const again = await sendWith(service, inCase[other], 'request-2');
        expect(first.json).toMatchObject({ response: { version: 3 }, errors: [] });
        expect(again.json).toEqual(first.json);
        expect(again.headers).toEqual({ ...first.headers, 'idempotency-replayed': 'true' });
        expect(service.store.peek('100')?.version).toBe(3);
      });

      test('and its refusal has the hash as each request sent it', async () => {
        const nobodys = sha256('nobodys');
        const service = serving();
        for (const [index, sent] of [nobodys.toUpperCase(), nobodys, nobodys.toUpperCase()].entries()) {
          const answer = await sendWith(service, sent, `request-${index}`);
          expect(answer.json).toEqual(refused('PMS_MSP_406', `MISP License Key does not exists ${sent}`));
          expect(answer.headers['idempotency-replayed']).toBe(index === 0 ? undefined : 'true');
        }
      });
    },
  );

  describe.each(
    operations.filter(({ path: route, retryHeaders }) => route.includes('{mispId}') && retryHeaders.length > 0),
  )('of $name depends on the id in its path, even an illegal one', ({ name }) => {
    const { send } = cases.find(({ operation }) => operation === name)!;
    const [one, other] = ['+919876543210', '9876543210'];

    test('so that one does not repeat another', async () => {
      const service = serving();
      for (const [index, mispId] of [one, other, one].entries()) {
        const more = { path: { mispId }, headers, requestId: `request-${index}` };
        const answer = await service.send(name, { ...send, ...more });
        expect(answer.json).toMatchObject({
          response: null,
          errors: [{ errorCode: expect.stringMatching(/_(005|406)$/) }],
        });
        expect(answer.headers['idempotency-replayed']).toBe(index === 2 ? 'true' : undefined);
      }
      expect(service.store.records.size).toBe(2);
      const repeated = service.store.rows.map(({ repeatedRequestId }) => repeatedRequestId);
      expect(repeated).toEqual([undefined, undefined, 'request-0']);
    });

    test('but only its hash is kept', async () => {
      const service = serving();
      await service.send(name, { ...send, path: { mispId: one }, headers });
      expect(service.store.records.size).toBe(1);
      expect(JSON.stringify([[...service.store.records], service.store.rows])).not.toContain('9876543210');
    });
  });

  test('depends on the issuer of the token', async () => {
    const context = {
      ...{ userId: 'ada-7', userName: 'Ada Admin', issuer: 'https://another.example', rights: rights.join() },
      ...{ expiresAt: 4_102_444_800, standing: 'current' },
    };
    const { answer } = await sendTwice({}, { context });
    expect(answer.headers).not.toHaveProperty('idempotency-replayed');
  });

  test('depends on the operation', async () => {
    const service = serving(inProgress);
    const request = { mispStatus: 'Active' };
    await service.send('update-misp-status', { path, request, headers, requestId: 'request-1' });
    const answer = await service.send('process-misp-status', { path, request, headers, requestId: 'request-2' });
    expect(answer.json).toMatchObject({ errors: [{ errorCode: 'PMS_MSP_403' }] });
    expect(answer.headers).not.toHaveProperty('idempotency-replayed');
  });
});

describe('a repeat', () => {
  const approve = (service: InMemoryService, requestId: string, more: TestRequest = {}) =>
    service.send('process-misp-status', { path, request: { mispStatus: 'approved' }, headers, requestId, ...more });

  test('without the right is denied: only 460', async () => {
    const service = serving(inProgress);
    await approve(service, 'request-1');
    const answer = await approve(service, 'request-2', { rights: ['read', 'keys'] });
    expect(answer.status).toBe(403);
    expect(service.lastTrail).toEqual(['460-misp 100']);
  });

  test('with an expired token is not answered', async () => {
    const service = serving(inProgress);
    await approve(service, 'request-1');
    expect((await approve(service, 'request-2', { context: null })).status).toBe(401);
    expect(service.store.rows).toHaveLength(1);
  });

  test('that is invalid is refused', async () => {
    const service = serving(inProgress);
    await approve(service, 'request-1');
    const answer = await approve(service, 'request-2', { headers: { ...headers, 'if-match': '3' } });
    expect(answer.status).toBe(400);
    expect(service.store.rows).toHaveLength(1);
  });

  test('shows the licence key by the rights of the repeating caller', async () => {
    const newKey = sampleKey(1001);
    const masked = `${'*'.repeat(46)}xxxx`;
    const service = serving(inProgress);
    const shownIn = async (requestId: string, more: TestRequest) =>
      (await approve(service, requestId, more)).json as { response: { mispLicenseKey: string } };
    const few = { rights: ['approve'] as const };
    expect((await shownIn('request-1', few)).response.mispLicenseKey).toBe(masked);
    expect((await shownIn('request-2', {})).response.mispLicenseKey).toBe(newKey);
    expect((await shownIn('request-3', few)).response.mispLicenseKey).toBe(masked);
    expect(service.store.peek('100')?.licenses).toHaveLength(1);
  });

  test('about a removed licence is refused: the key is unknown', async () => {
    const service = serving(inProgress);
    await approve(service, 'request-1');
    service.store.seed({ ...service.store.peek('100')!, licenses: [sampleLicense()] });
    const answer = await approve(service, 'request-2');
    expect(answer.json).toEqual(refused('PMS_MSP_406', 'MISP License Key does not exists'));
    expect(answer.headers).toMatchObject({ 'idempotency-replayed': 'true' });
    expect(service.lastTrail).toEqual(['154-misp 100']);
    expect(service.store.rows.at(-1)).toMatchObject({ outcome: 'success' });
    expect(hexOf(service.store.rows.at(-1)?.licenseKeyHash)).toBe(sha256(sampleKey(1001)));
  });

  test('a day later is a first use', async () => {
    const service = serving(inProgress);
    await approve(service, 'request-1');
    service.now = NOW - (NOW % 1000) + DAY;
    const answer = await approve(service, 'request-2');
    expect(answer.json).toMatchObject({ errors: [{ errorCode: 'PMS_MSP_404' }] });
    expect(answer.headers).not.toHaveProperty('idempotency-replayed');
  });

  test.each<[string, (store: InMemoryService['store']) => void]>([
    [
      'an unavailable store',
      (store) => {
        store.hooks = {
          before: () => {
            throw new Error('away');
          },
        };
      },
    ],
    [
      'a MISP that was too large',
      (store) => {
        store.roomForLicenses = 0;
      },
    ],
  ])('of a request that failed because of %s is a first use', async (_, breakStore) => {
    const service = serving(inProgress);
    breakStore(service.store);
    expect((await approve(service, 'request-1')).json).toMatchObject({ response: null });
    service.store.hooks = {};
    service.store.roomForLicenses = 9;
    const answer = await approve(service, 'request-2');
    expect(answer.json).toMatchObject({ response: { mispStatusCode: 'approved', version: 3 } });
    expect(answer.headers).not.toHaveProperty('idempotency-replayed');
  });

  test('of a request with a lost answer gets that answer', async () => {
    const service = serving(inProgress);
    service.store.hooks = {
      after: (call) => {
        if (call === 'commit') throw new Error('line cut');
      },
    };
    expect((await approve(service, 'request-1')).status).toBe(500);
    service.store.hooks = {};
    const answer = await approve(service, 'request-2');
    expect(answer.json).toMatchObject({ response: { mispLicenseKey: sampleKey(1001), version: 3 } });
    expect(answer.headers).toMatchObject({ 'idempotency-replayed': 'true' });
    expect(service.store.peek('100')?.licenses).toHaveLength(1);
  });
});
