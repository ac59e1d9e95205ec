import { describe, expect, test } from '@jest/globals';
import type { Misp } from '../../../functions/domain/misp.ts';
import { DAY, NOW, sampleKey, sampleLicense, sampleMisp, sha256 } from '../../support/sample-misp.ts';
import { answered, InMemoryService, refused } from '../../support/serve-in-memory.ts';

function serving(misp: Partial<Misp> = {}) {
  const service = new InMemoryService();
  service.store.seed(sampleMisp({ status: 'Inprogress', version: 1, ...misp }));
  const process = (mispStatus: string, mispId = '100') =>
    service.send('process-misp-status', { path: { mispId }, request: { mispStatus }, requestId: 'request-9' });
  return { service, store: service.store, process };
}

const hex = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('hex');

const approved = {
  mispStatus: 'Active',
  mispLicenseKey: sampleKey(1001),
  mispLicenseKeyExpiry: '2026-05-30T10:20:30.456',
  mispLicenseKeyStatus: 'active',
  licenseKeyHash: sha256(sampleKey(1001)),
  mispID: '100',
  mispStatusCode: 'approved',
  message: 'MISP approved successfully',
  version: 2,
};
const rejected = {
  mispStatus: 'Active',
  mispLicenseKey: null,
  mispLicenseKeyExpiry: null,
  mispLicenseKeyStatus: null,
  licenseKeyHash: null,
  mispID: '100',
  mispStatusCode: 'rejected',
  message: 'MISP rejected successfully',
  version: 2,
};

describe('approve a MISP', () => {
  test.each(['approved', 'Approved', 'APPROVED'])('answers %j with a new licence of 90 days', async (word) => {
    const { process } = serving();
    const answer = await process(word);
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual(answered(approved));
    expect(answer.headers).toMatchObject({ etag: '"2"' });
  });

  test('changes the status and adds the licence in one step', async () => {
    const { store, process } = serving();
    await process('approved');
    expect(store.peek('100')).toEqual(
      sampleMisp({
        status: 'approved',
        version: 2,
        updatedBy: 'ada-7',
        updatedAt: NOW,
        editors: [],
        lastRequestId: 'request-9',
        licenses: [
          sampleLicense({
            key: sampleKey(1001),
            validFrom: NOW,
            validTo: NOW + 90 * DAY,
            createdBy: 'ada-7',
            createdAt: NOW,
          }),
        ],
      }),
    );
    expect(store.calls).toEqual(['get', 'commit']);
  });

  test('leaves 104, 104, 202, 121, 201 and reports the new licence', async () => {
    const { service, store, process } = serving();
    await process('approved');
    expect(service.lastTrail).toEqual(['104-called 100', '104-validated 100', '202 100', '121 100', '201 100']);
    expect(store.rows).toHaveLength(1);
    expect(store.rows[0]).toMatchObject({ outcome: 'success', mispId: '100', version: 2 });
    expect(hex(store.rows[0]?.licenseKeyHash)).toBe(sha256(sampleKey(1001)));
    expect(store.rows[0]?.verdictChanges).toEqual([
      { licenseHash: sha256(sampleKey(1001)), verdict: 'VALID', validTo: NOW + 90 * DAY },
    ]);
  });

  test('after a rejection issues a new licence and switches no old one on', async () => {
    const old = sampleLicense({ isSwitchedOn: false });
    const { store, process } = serving({ status: 'rejected', version: 3, licenses: [old] });
    const answer = await process('approved');
    expect(answer.json).toEqual(answered({ ...approved, version: 4 }));
    const licenses = store.peek('100')?.licenses;
    expect(licenses?.map(({ key, isSwitchedOn }) => [key, isSwitchedOn])).toEqual([
      [sampleKey(1), false],
      [sampleKey(1001), true],
    ]);
    expect(licenses?.[0]).toEqual(old);
  });

  test.each(['Inprogress', 'rejected'] as const)('is refused for a de-active MISP that is %s: 405', async (status) => {
    const { service, store, process } = serving({ status, isActive: false });
    const answer = await process('approved');
    expect(answer.json).toEqual(refused('PMS_MSP_405', 'Misp is not active.'));
    expect(service.lastTrail).toEqual(['104-called 100', '104-validated 100', '405 100']);
    expect(store.rows[0]).toMatchObject({ outcome: 'PMS_MSP_405', mispId: '100', verdictChanges: [] });
    expect(store.peek('100')).toMatchObject({ status, version: 1 });
  });

  test.each([true, false])('is refused if it is approved already, active %s: 404', async (isActive) => {
    const { service, process } = serving({ status: 'approved', isActive });
    const answer = await process('approved');
    expect(answer.json).toEqual(refused('PMS_MSP_404', 'Misp already approved'));
    expect(service.lastTrail).toEqual(['104-called 100', '104-validated 100', '404']);
  });

  test('issues one licence for two concurrent approvals; the other is answered "already"', async () => {
    const { store, process } = serving();
    // Both have read the MISP before either writes.
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
    const service = new InMemoryService({ store });
    const [first, second] = await Promise.all([
      process('approved'),
      service.send('process-misp-status', {
        path: { mispId: '100' },
        request: { mispStatus: 'approved' },
        requestId: 'request-10',
      }),
    ]);
    expect(first.json).toEqual(answered(approved));
    expect(second.json).toEqual(refused('PMS_MSP_404', 'Misp already approved'));
    expect(store.peek('100')?.licenses).toHaveLength(1);
    expect(store.rows.map(({ outcome }) => outcome)).toEqual(['success', 'PMS_MSP_404']);
  });
});

describe('reject a MISP', () => {
  test('answers without a licence', async () => {
    const { process } = serving();
    expect((await process('rejected')).json).toEqual(answered(rejected));
  });

  test('answers that a de-active MISP is de-active', async () => {
    const { store, process } = serving({ isActive: false });
    expect((await process('Rejected')).json).toEqual(answered({ ...rejected, mispStatus: 'De-Active' }));
    expect(store.peek('100')).toMatchObject({ status: 'rejected', isActive: false });
  });

  test('switches every licence off in the same step, with an event for each licence that worked', async () => {
    const on = sampleLicense({ key: sampleKey(1) });
    const off = sampleLicense({ key: sampleKey(2), isSwitchedOn: false });
    const expired = sampleLicense({ key: sampleKey(3), validTo: NOW });
    const { service, store, process } = serving({ status: 'approved', version: 5, licenses: [on, off, expired] });
    await process('rejected');
    expect(store.peek('100')).toMatchObject({
      status: 'rejected',
      version: 6,
      updatedBy: 'ada-7',
      updatedAt: NOW,
      editors: [],
    });
    expect(store.peek('100')?.licenses).toEqual([
      { ...on, isSwitchedOn: false, updatedBy: 'ada-7', updatedAt: NOW },
      off,
      { ...expired, isSwitchedOn: false, updatedBy: 'ada-7', updatedAt: NOW },
    ]);
    expect(store.calls).toEqual(['get', 'commit']);
    expect(service.lastTrail).toEqual([
      '104-called 100',
      '104-validated 100',
      '202 100',
      '106 100',
      '105 100',
      '201 100',
    ]);
    expect(store.rows[0]).toMatchObject({ version: 6, outcome: 'success' });
    expect(store.rows[0]).not.toHaveProperty('licenseKeyHash');
    expect(store.rows[0]?.verdictChanges).toEqual([
      { licenseHash: on.hash, verdict: 'MISP_REJECTED', validTo: on.validTo },
    ]);
  });

  test.each([true, false])('is refused if it is rejected already, active %s: 404', async (isActive) => {
    const { service, process } = serving({ status: 'rejected', isActive });
    const answer = await process('rejected');
    expect(answer.json).toEqual(refused('PMS_MSP_404', 'Misp already rejected'));
    expect(service.lastTrail).toEqual(['104-called 100', '104-validated 100', '404']);
  });
});

describe('refuse a status request', () => {
  test.each(['Active', 'approve', 'Inprogress'])('the word %j: 104, 403, without a read', async (word) => {
    const { service, store, process } = serving();
    const answer = await process(word, '999');
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual(refused('PMS_MSP_403', 'mispStatus either approved or rejected.'));
    expect(service.lastTrail).toEqual(['104-called 999', '403 999']);
    expect(store.rows[0]).toMatchObject({ mispId: '999', outcome: 'PMS_MSP_403' });
    expect(store.calls).toEqual(['putRow']);
  });

  test('an unknown id: 104, 414', async () => {
    const { service, store, process } = serving();
    const answer = await process('approved', '999');
    expect(answer.json).toEqual(refused('PMS_MSP_005', 'MISP ID does not exist  999'));
    expect(service.lastTrail).toEqual(['104-called 999', '414 999']);
    expect(store.rows[0]).toMatchObject({ mispId: '999', outcome: 'PMS_MSP_005' });
    expect(store.calls).toEqual(['get', 'putRow']);
  });
});
