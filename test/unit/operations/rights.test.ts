import { describe, expect, test } from '@jest/globals';
import { rights } from '../../../functions/domain/rights.ts';
import { operations } from '../../../functions/operations.ts';
import { sampleKey, sampleLicense, sampleMisp } from '../../support/sample-misp.ts';
import { sampleRequests } from '../../support/sample-requests.ts';
import { answered, InMemoryService, NO_ECHO, refused } from '../../support/serve-in-memory.ts';

const key = sampleKey(1);
const masked = `${'*'.repeat(46)}xxxx`;
const path = { mispId: '100' };

/** Each operation, the right of its contract (docs/api.md lists them), and a request to it that succeeds. */
const all = operations.map((operation) => ({ ...operation, send: sampleRequests[operation.name] }));
/** Those whose answers have licences: the deployment configures how they show keys. */
const showing = all.filter(({ environment }) => environment.some((name) => name === 'LICENSE_KEYS_IN_LISTS'));

/** The context of a caller with only unknown rights. */
const powerless = {
  userId: 'ada-7',
  userName: 'Ada Admin',
  issuer: 'https://issuer.example',
  rights: 'root,*',
  expiresAt: Date.parse('2100-01-01') / 1000,
  standing: 'current',
};

function serving(misp: Parameters<typeof sampleMisp>[0] = {}) {
  const service = new InMemoryService();
  service.store.seed(sampleMisp({ licenses: [sampleLicense()], ...misp }));
  return service;
}

describe.each(all)('$name', ({ name, method, right, send }) => {
  const isAboutMisp = 'mispId' in (send.path ?? {});

  test(`succeeds with only the right ${right}`, async () => {
    const service = serving();
    const answer = await service.send(name, { ...send, rights: [right] });
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ errors: [] });
  });

  test.each(rights.filter((other) => other !== right))('is denied with only the right %s', async (other) => {
    const service = serving();
    const answer = await service.send(name, { ...send, rights: [other] });
    expect(answer.status).toBe(403);
    expect(answer.json).toEqual(refused('KER-ATH-403', 'Forbidden', NO_ECHO));
  });

  test('is denied with all other rights, and leaves only one record', async () => {
    const service = serving();
    const others = rights.filter((other) => other !== right);
    const answer = await service.send(name, { ...send, rights: others, requestId: 'request-7' });
    expect(answer.status).toBe(403);
    expect(answer.headers).not.toHaveProperty('etag');
    expect(answer.headers).not.toHaveProperty('www-authenticate');
    expect(answer.json).toEqual(refused('KER-ATH-403', 'Forbidden', NO_ECHO));
    expect(service.store.calls).toEqual(['putRow']);
    expect(service.store.rows).toEqual([
      {
        id: expect.stringMatching(`^${name}#[0-9A-Z]{26}$`),
        catalogVersion: 1,
        at: service.now,
        outcome: 'KER-ATH-403',
        requestId: 'request-7',
        caller: { userId: 'ada-7', userName: 'Ada Admin' },
        hostName: `misp-test-${name}`,
        hostIp: '203.0.113.9',
        ...(isAboutMisp ? { mispId: '100' } : {}),
        trail: isAboutMisp ? [['460-misp', '100']] : [['460']],
        verdictChanges: [],
      },
    ]);
    expect(service.logged).toEqual([
      { level: 'INFO', line: expect.objectContaining({ event: 'request-answered', outcome: 'KER-ATH-403' }) },
    ]);
    expect(service.counted).toEqual([]);
    expect(service.store.peek('100')).toEqual(sampleMisp({ licenses: [sampleLicense()] }));
  });

  test('is denied with an unknown right', async () => {
    expect((await serving().send(name, { ...send, context: powerless })).status).toBe(403);
  });

  test('is denied before anything of the request is read', async () => {
    const service = serving();
    const headers = { 'content-type': 'text/plain', 'idempotency-key': ' ', 'if-match': 'x' };
    const body = method === 'GET' ? undefined : '{'.repeat(100_000);
    const query = { limit: 'x', cursor: '' };
    const others = rights.filter((other) => other !== right);
    const denied = await service.send(name, { path: send.path!, rights: others, headers, body, query });
    expect(denied.status).toBe(403);
    expect(service.store.calls).toEqual(['putRow']);
  });

  test('is denied with a problem for a caller that prefers one', async () => {
    const others = rights.filter((other) => other !== right);
    const headers = { accept: 'application/problem+json' };
    const answer = await serving().send(name, { ...send, rights: others, headers, requestId: 'request-7' });
    expect(answer.status).toBe(403);
    expect(answer.json).toEqual({
      type: 'urn:mosip:pms:misp:access-denied',
      title: 'Right missing',
      status: 403,
      detail: 'Forbidden',
      code: 'KER-ATH-403',
      requestId: 'request-7',
      errors: [],
    });
  });
});

test.each(all.filter(({ send }) => 'mispId' in (send.path ?? {})))(
  '$name: an illegal MISP id is in no record of a denial',
  async ({ name }) => {
    const service = serving();
    const answer = await service.send(name, { path: { mispId: 'info@celltel.com' }, request: {}, context: powerless });
    expect(answer.status).toBe(403);
    expect(service.store.rows).toMatchObject([{ mispId: 'INVALID', trail: [['460-misp', 'INVALID']] }]);
    expect(JSON.stringify(service.store.rows) + service.traces).not.toContain('celltel');
  },
);

describe('without the right to read licence keys', () => {
  const others = rights.filter((right) => right !== 'keys');

  test('an approval shows the new key masked, and its hash', async () => {
    const service = serving({ status: 'rejected' });
    const send = { path, request: { mispStatus: 'approved' }, rights: others };
    const answer = await service.send('process-misp-status', send);
    const newKey = sampleKey(1001);
    expect(answer.json).toMatchObject({ response: { mispLicenseKey: masked } });
    expect(answer.text).not.toContain(newKey);
    const issued = service.store.peek('100')?.licenses.at(-1);
    expect(issued?.key).toBe(newKey);
    expect(answer.json).toMatchObject({ response: { licenseKeyHash: issued?.hash } });
  });

  test.each(showing)('$name shows keys masked', async ({ name, send }) => {
    const service = serving();
    const answer = await service.send(name, { ...send, rights: ['read'] });
    expect(answer.text).not.toContain(key);
    expect(answer.text).toContain(`"license_key":"${masked}"`);
    expect((await service.send(name, { ...send, rights: ['read', 'keys'] })).text).toContain(`"license_key":"${key}"`);
  });

  test.each(showing)(
    '$name shows keys masked if configured, whatever rights the caller has',
    async ({ name, send }) => {
      const service = new InMemoryService({ visibility: 'masked' });
      service.store.seed(sampleMisp({ licenses: [sampleLicense()] }));
      const answer = await service.send(name, { ...send, rights });
      expect(answer.text).not.toContain(key);
      expect(answer.text).toContain(masked);
    },
  );

  test('a validation repeats the key that the caller sent', async () => {
    const send = { path, request: { mispLicenseKey: key }, rights: ['validate' as const] };
    expect((await serving().send('validate-license-key', send)).json).toMatchObject({ response: { licenseKey: key } });
  });

  test('no other answer shows one', async () => {
    for (const { name, right, send } of all) {
      if (right === 'keys' || name === 'validate-license-key') continue;
      expect((await serving().send(name, { ...send, rights: [right] })).text).not.toContain(key);
    }
  });

  test('a rejection has none to show', async () => {
    const send = { path, request: { mispStatus: 'rejected' }, rights: others };
    const answer = await serving().send('process-misp-status', send);
    expect(answer.json).toEqual(
      answered({
        mispStatus: 'Active',
        mispLicenseKey: null,
        mispLicenseKeyExpiry: null,
        mispLicenseKeyStatus: null,
        licenseKeyHash: null,
        mispID: '100',
        mispStatusCode: 'rejected',
        message: 'MISP rejected successfully',
        version: 3,
      }),
    );
  });
});
