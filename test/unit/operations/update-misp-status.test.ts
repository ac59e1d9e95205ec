import { describe, expect, test } from '@jest/globals';
import { NOW, sampleKey, sampleLicense, sampleMisp } from '../../support/sample-misp.ts';
import { answered, InMemoryService, refused } from '../../support/serve-in-memory.ts';

function serving(misp: Parameters<typeof sampleMisp>[0] = {}) {
  const service = new InMemoryService();
  service.store.seed(sampleMisp(misp));
  const update = (mispStatus: string, mispId = '100') =>
    service.send('update-misp-status', { path: { mispId }, request: { mispStatus }, requestId: 'request-9' });
  return { service, store: service.store, update };
}

const on = sampleLicense({ key: sampleKey(1) });
const off = sampleLicense({ key: sampleKey(2), isSwitchedOn: false });

describe('update MISP status', () => {
  test('de-activates: every licence stops, no switch changes', async () => {
    const { service, store, update } = serving({ version: 6, licenses: [on, off] });
    const answer = await update('De-active');
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual(answered({ message: 'MISP de-actived successfully', version: 7 }));
    expect(answer.headers).toMatchObject({ etag: '"7"' });
    expect(store.peek('100')).toEqual(
      sampleMisp({
        isActive: false,
        version: 7,
        updatedBy: 'ada-7',
        updatedAt: NOW,
        lastRequestId: 'request-9',
        licenses: [on, off],
      }),
    );
    expect(service.lastTrail).toEqual(['112', '211 100', '106 100', '113 100 de-active', '205']);
    expect(store.rows[0]).toMatchObject({ mispId: '100', version: 7, outcome: 'success' });
    expect(store.rows[0]?.verdictChanges).toEqual([
      { licenseHash: on.hash, verdict: 'MISP_DEACTIVATED', validTo: on.validTo },
    ]);
    expect(store.calls).toEqual(['get', 'commit']);
  });

  test('activates: switched-on licences work again, others stay off', async () => {
    const { service, store, update } = serving({ isActive: false, version: 7, licenses: [on, off] });
    const answer = await update('Active');
    expect(answer.json).toEqual(answered({ message: 'MISP actived successfully', version: 8 }));
    expect(store.peek('100')).toMatchObject({ isActive: true, activeSince: NOW, version: 8, licenses: [on, off] });
    expect(service.lastTrail).toEqual(['112', '211 100', '106 100', '113 100 active', '205']);
    expect(store.rows[0]?.verdictChanges).toEqual([{ licenseHash: on.hash, verdict: 'VALID', validTo: on.validTo }]);
  });

  test('revives no licence of a rejected MISP', async () => {
    const { store, update } = serving({ status: 'rejected', isActive: false, licenses: [off] });
    await update('active');
    expect(store.peek('100')).toMatchObject({ status: 'rejected', isActive: true, licenses: [off] });
    expect(store.rows[0]?.verdictChanges).toEqual([]);
  });

  test.each([
    ['ACTIVE', true, 'MISP actived successfully', '113 100 active'],
    ['de-ACTIVE', false, 'MISP de-actived successfully', '113 100 de-active'],
  ])('%j on a MISP with that status is a success that writes only its trail', async (word, isActive, message, note) => {
    const { service, store, update } = serving({ isActive, licenses: [on] });
    const answer = await update(word);
    expect(answer.json).toEqual(answered({ message, version: 2 }));
    expect(answer.headers).toMatchObject({ etag: '"2"' });
    expect(service.lastTrail).toEqual(['112', '211 100', '106 100', note, '205']);
    expect(store.peek('100')).toEqual(sampleMisp({ isActive, licenses: [on] }));
    expect(store.rows[0]).toMatchObject({ mispId: '100', outcome: 'success', verdictChanges: [] });
    expect(store.rows[0]).not.toHaveProperty('version');
    expect(store.calls).toEqual(['get', 'putRow']);
  });

  test.each(['deactive', 'approved'])('refuses the word %j: 112, 407, without a read', async (word) => {
    const { service, store, update } = serving();
    const answer = await update(word, '999');
    expect(answer.json).toEqual(refused('PMS_MSP_407', 'mispStatus either Active or De-active.'));
    expect(service.lastTrail).toEqual(['112', '407 999']);
    expect(store.rows[0]).toMatchObject({ mispId: '999', outcome: 'PMS_MSP_407' });
    expect(store.calls).toEqual(['putRow']);
  });

  test('refuses an unknown id: 112, 414', async () => {
    const { service, update } = serving();
    const answer = await update('Active', '999');
    expect(answer.json).toEqual(refused('PMS_MSP_005', 'MISP ID does not exist  999'));
    expect(service.lastTrail).toEqual(['112', '414 999']);
  });
});
