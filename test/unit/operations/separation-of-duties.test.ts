import { describe, expect, test } from '@jest/globals';
import type { Misp } from '../../../functions/domain/misp.ts';
import { sampleKey, sampleLicense, sampleMisp, sha256 } from '../../support/sample-misp.ts';
import { InMemoryService, refused, type ServiceOptions } from '../../support/serve-in-memory.ts';

const profile = { name: 'Celltel', contactNumber: '5', emailId: 'a@x.org', address: 'B' };
const needsAnother = refused('PMS_MSP_904', 'Approval needs another person');

/** A service on which named people register, update and decide on MISP 100. */
function serving(misp?: Partial<Misp>, options: ServiceOptions = { separationOfDuties: true }) {
  const service = new InMemoryService(options);
  if (misp !== undefined) service.store.seed(sampleMisp(misp));
  const by = (userId: string) => ({ caller: { userId, userName: 'The same name for all' } });
  const path = { mispId: '100' };
  const decide = (userId: string, mispStatus: string, headers = {}) =>
    service.send('process-misp-status', { ...by(userId), path, request: { mispStatus }, headers });
  return {
    service,
    store: service.store,
    register: (userId: string) => service.send('register-misp', { ...by(userId), request: profile }),
    update: (userId: string) => service.send('update-misp', { ...by(userId), path, request: profile }),
    approve: (userId: string, headers = {}) => decide(userId, 'approved', headers),
    reject: (userId: string) => decide(userId, 'rejected'),
  };
}
const isDone = (answer: { json: unknown }) => (answer.json as { errors: unknown[] }).errors.length === 0;
/** Lets this many people update the MISP, one after the other. */
async function updateByMany({ update }: ReturnType<typeof serving>, count: number): Promise<void> {
  for (let number = 1; number <= count; number += 1) expect(isDone(await update(`editor-${number}`))).toBe(true);
}

describe('a person who registered a MISP', () => {
  test('cannot approve it: 104, 104, 453, and nothing changes', async () => {
    const { service, store, register, approve } = serving();
    await register('ada');
    const before = store.peek('100');
    store.calls.length = 0;
    const answer = await approve('ada');
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual(needsAnother);
    expect(service.lastTrail).toEqual(['104-called 100', '104-validated 100', '453 100']);
    expect(store.rows.at(-1)).toMatchObject({ outcome: 'PMS_MSP_904', mispId: '100', verdictChanges: [] });
    expect(store.rows.at(-1)).not.toHaveProperty('version');
    expect(store.peek('100')).toEqual(before);
    expect(store.calls).toEqual(['get', 'putRow']);
  });

  test('leaves it to another person', async () => {
    const { store, register, approve } = serving();
    await register('ada');
    expect(isDone(await approve('bob'))).toBe(true);
    expect(store.peek('100')).toMatchObject({ status: 'approved', editors: [] });
  });

  test('gets the same code in both generations, and 403 as a problem', async () => {
    for (const errorCodes of ['1.1.4', '1.0'] as const) {
      const { register, approve } = serving(undefined, { separationOfDuties: true, errorCodes });
      await register('ada');
      expect((await approve('ada')).json).toEqual(needsAnother);
      const problem = await approve('ada', { accept: 'application/problem+json' });
      expect(problem.status).toBe(403);
      expect(problem.json).toMatchObject({ type: 'urn:mosip:pms:misp:another-person-needed', code: 'PMS_MSP_904' });
    }
  });

  test('may reject it, and cannot approve it afterwards either', async () => {
    const { store, register, reject, approve } = serving();
    await register('ada');
    expect(isDone(await reject('ada'))).toBe(true);
    expect(store.peek('100')).toMatchObject({ status: 'rejected', editors: [] });
    expect((await approve('ada')).json).toEqual(needsAnother);
    expect(isDone(await approve('bob'))).toBe(true);
  });

  test('may approve it if the deployment does not separate duties', async () => {
    const { register, update, approve } = serving(undefined, {});
    await register('ada');
    await update('ada');
    expect(isDone(await approve('ada'))).toBe(true);
  });
});

describe('a person who changed the profile of a MISP', () => {
  test('cannot approve it, nor can its registrar', async () => {
    const { store, register, update, approve } = serving();
    await register('ada');
    await update('bob');
    await update('bob');
    expect(store.peek('100')?.editors).toEqual([sha256('ada'), sha256('bob')]);
    expect((await approve('ada')).json).toEqual(needsAnother);
    expect((await approve('bob')).json).toEqual(needsAnother);
    expect(isDone(await approve('carol'))).toBe(true);
  });

  test('after a rejection cannot approve it, but one who did so before may', async () => {
    const { register, update, reject, approve } = serving();
    await register('ada');
    await update('bob');
    await reject('carol');
    await update('dave');
    expect((await approve('dave')).json).toEqual(needsAnother);
    expect(isDone(await approve('bob'))).toBe(true);
  });

  test('after an approval cannot approve it again, but one who did so before may', async () => {
    const { store, register, update, reject, approve } = serving();
    await register('ada');
    await approve('bob');
    await update('carol');
    expect(store.peek('100')?.editors).toEqual([sha256('carol')]);
    await reject('bob');
    await update('dave');
    expect((await approve('dave')).json).toEqual(needsAnother);
    expect(isDone(await approve('carol'))).toBe(true);
  });

  test('is identified by the user id, not by the name', async () => {
    const { update, approve } = serving({ status: 'Inprogress', editors: [] });
    await update('bob');
    expect((await approve('bob')).json).toEqual(needsAnother);
    expect(isDone(await approve('Bob'))).toBe(true);
  });

  test('does not become an editor by a refused update, or by a change of status or key', async () => {
    const { service, store } = serving({ editors: [], licenses: [sampleLicense()] });
    const path = { mispId: '100' };
    await service.send('update-misp', { path, request: { ...profile, emailId: 'x' } });
    await service.send('update-misp-status', { path, request: { mispStatus: 'De-active' } });
    const request = { mispLicenseKey: sampleKey(1), mispLicenseKeyStatus: 'De-active' };
    await service.send('update-license-key-status', { path, request });
    expect(store.peek('100')).toMatchObject({ version: 4, editors: [] });
  });
});

describe('more than twenty editors', () => {
  test('are too many: with twenty another person may approve', async () => {
    const serviced = serving({ status: 'Inprogress', editors: [] });
    await updateByMany(serviced, 20);
    expect((await serviced.approve('editor-20')).json).toEqual(needsAnother);
    expect((await serviced.approve('editor-1')).json).toEqual(needsAnother);
    expect(isDone(await serviced.approve('somebody'))).toBe(true);
  });

  test('leave nobody who may approve until it was rejected', async () => {
    const serviced = serving({ status: 'Inprogress', editors: [] });
    const { service, store, approve, reject } = serviced;
    await updateByMany(serviced, 21);
    expect((await approve('somebody')).json).toEqual(needsAnother);
    expect(service.lastTrail).toEqual(['104-called 100', '104-validated 100', '453 100']);
    await updateByMany(serviced, 25);
    expect(store.peek('100')?.editors).toHaveLength(21);
    expect((await approve('somebody')).json).toEqual(needsAnother);
    expect(isDone(await reject('editor-1'))).toBe(true);
    expect(isDone(await approve('editor-1'))).toBe(true);
  });

  test('include its registrar', async () => {
    const serviced = serving();
    await serviced.register('ada');
    await updateByMany(serviced, 20);
    expect((await serviced.approve('somebody')).json).toEqual(needsAnother);
  });
});

describe('the order of refusals', () => {
  const editors = [sha256('ada')];

  test('an approved MISP comes first', async () => {
    const { approve } = serving({ status: 'approved', isActive: false, editors });
    expect((await approve('ada')).json).toEqual(refused('PMS_MSP_404', 'Misp already approved'));
  });

  test('then a de-active one', async () => {
    const { approve } = serving({ status: 'Inprogress', isActive: false, editors });
    expect((await approve('ada')).json).toEqual(refused('PMS_MSP_405', 'Misp is not active.'));
  });

  test('and one with too many licences comes last', async () => {
    const licenses = Array.from({ length: 50 }, (_, index) => sampleLicense({ key: sampleKey(index) }));
    const { approve } = serving({ status: 'rejected', editors, licenses });
    expect((await approve('ada')).json).toEqual(needsAnother);
    expect((await approve('bob')).json).toEqual(refused('PMS_MSP_901', 'MISP has too many licenses'));
  });

  test('a version mismatch comes before all of them', async () => {
    const { approve } = serving({ status: 'Inprogress', editors });
    const answer = await approve('ada', { 'if-match': '"9"' });
    expect(answer.json).toEqual(refused('PMS_MSP_902', 'MISP has changed'));
  });
});
