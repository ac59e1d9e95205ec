import { describe, expect, test } from '@jest/globals';
import { NOW, sampleLicense, sampleMisp, sha256 } from '../../support/sample-misp.ts';
import { answered, InMemoryService, refused } from '../../support/serve-in-memory.ts';

const request = { name: 'Celltel Group', contactNumber: '555', emailId: 'new@celltel.com', address: '2 Side Street' };

function serving() {
  const service = new InMemoryService();
  service.store.seed(
    sampleMisp({ version: 4, licenses: [sampleLicense()] }),
    sampleMisp({ id: '101', name: 'Taken Name' }),
  );
  const update = (fields: object, mispId = '100') =>
    service.send('update-misp', { path: { mispId }, request: fields, requestId: 'request-9' });
  return { service, store: service.store, update };
}

describe('update MISP', () => {
  test('answers with the new profile, `emailID` with a capital D', async () => {
    const { update } = serving();
    const answer = await update(request);
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual(
      answered({
        name: 'Celltel Group',
        contactNumber: '555',
        emailID: 'new@celltel.com',
        address: '2 Side Street',
        mispID: '100',
        version: 5,
      }),
    );
  });

  test('replaces the profile, stores the caller, frees the old name and takes the new one', async () => {
    const { store, update } = serving();
    await update(request);
    expect(store.peek('100')).toEqual({
      ...sampleMisp({ version: 5, licenses: [sampleLicense()] }),
      ...request,
      normalizedName: 'celltel group',
      editors: [...sampleMisp().editors, sha256('ada-7')],
      updatedBy: 'ada-7',
      updatedAt: NOW,
      lastRequestId: 'request-9',
    });
    expect(Object.fromEntries(store.names)).toEqual({ 'celltel group': '100', 'taken name': '101' });
    expect(store.calls).toEqual(['get', 'commit']);
  });

  test('leaves 107, 108, 203 with the version, and no domain event', async () => {
    const { service, store, update } = serving();
    await update(request);
    expect(service.lastTrail).toEqual(['107', '108', '203']);
    expect(store.rows[0]).toMatchObject({ mispId: '100', version: 5, outcome: 'success', verdictChanges: [] });
  });

  test('keeps a name that differs only by case, and stores it as sent', async () => {
    const { store, update } = serving();
    expect((await update({ ...request, name: 'CELLTEL' })).status).toBe(200);
    expect(store.peek('100')?.name).toBe('CELLTEL');
    expect(store.names.get('celltel')).toBe('100');
  });

  test('frees the old name: another MISP may take it', async () => {
    const { update } = serving();
    await update(request);
    expect((await update({ ...request, name: 'celltel' }, '101')).json).toMatchObject({ errors: [] });
  });

  test('accepts a null organizationName beside the name', async () => {
    const { store, update } = serving();
    expect((await update({ ...request, organizationName: null })).json).toMatchObject({ errors: [] });
    expect(store.peek('100')?.name).toBe('Celltel Group');
  });

  test("accepts MOSIP's published spelling of the fields", async () => {
    const { store, update } = serving();
    const { name, emailId, ...others } = request;
    const answer = await update({ ...others, organizationName: name, emailID: emailId });
    expect(answer.json).toMatchObject({ response: { name, emailID: emailId } });
    expect(store.peek('100')).toMatchObject(request);
  });

  test('accepts its own answer as a request', async () => {
    const { store, update } = serving();
    const { response } = (await update(request)).json as { response: object };
    expect((await update(response)).json).toEqual(answered({ ...response, version: 6 }));
    expect(store.peek('100')).toMatchObject({ ...request, version: 6 });
  });

  test.each([
    [
      'a field takes precedence over its other spelling',
      { emailID: 'other@celltel.com', organizationName: 'Other' },
      request,
    ],
    [
      'null counts as absent',
      { name: null, organizationName: 'Other', emailId: null, emailID: 'other@celltel.com' },
      { ...request, name: 'Other', emailId: 'other@celltel.com' },
    ],
  ])('%s', async (_, more, stored) => {
    const { store, update } = serving();
    expect((await update({ ...request, ...more })).json).toMatchObject({ errors: [] });
    expect(store.peek('100')).toMatchObject(stored);
  });

  test('trims the e-mail address, and nothing else', async () => {
    const { store, update } = serving();
    const spaced = { name: ' Celltel  Group ', contactNumber: ' 555 ', address: ' 2 Side Street\n' };
    const answer = await update({ ...spaced, emailId: `\n${' '.repeat(300)}new@celltel.com\t` });
    expect(answer.json).toMatchObject({ response: { emailID: 'new@celltel.com' } });
    expect(store.peek('100')).toMatchObject({ ...spaced, emailId: 'new@celltel.com' });
  });

  test('accepts numbers and booleans as their JSON text', async () => {
    const { store, update } = serving();
    await update({ ...request, name: true, contactNumber: 9876543210, address: -0 });
    expect(store.peek('100')).toMatchObject({ name: 'true', contactNumber: '9876543210', address: '0' });
  });

  test('refuses an invalid e-mail address: 107, 416, without a read', async () => {
    const { service, store, update } = serving();
    const answer = await update({ ...request, emailId: 'nobody' }, '999');
    expect(answer.json).toEqual(refused('PMS_MSP_401', 'Invalid email id.'));
    expect(service.lastTrail).toEqual(['107', '416 999']);
    expect(store.rows[0]).toMatchObject({ mispId: '999', outcome: 'PMS_MSP_401' });
    expect(store.calls).toEqual(['putRow']);
  });

  test('refuses an unknown id: 107, 414', async () => {
    const { service, update } = serving();
    const answer = await update({ ...request, name: 'Taken Name' }, '999');
    expect(answer.json).toEqual(refused('PMS_MSP_005', 'MISP ID does not exist  999'));
    expect(service.lastTrail).toEqual(['107', '414 999']);
  });

  test('refuses a name of another MISP: 107, 402, and changes nothing', async () => {
    const { service, store, update } = serving();
    const answer = await update({ ...request, name: ' TAKEN  name ' });
    expect(answer.json).toEqual(refused('PMS_MSP_402', 'MISP already registred with name :   TAKEN  name '));
    expect(service.lastTrail).toEqual(['107', '402']);
    expect(store.rows[0]).toMatchObject({ mispId: '100', outcome: 'PMS_MSP_402' });
    expect(store.rows[0]).not.toHaveProperty('version');
    expect(store.peek('100')).toEqual(sampleMisp({ version: 4, licenses: [sampleLicense()] }));
    expect(store.calls).toEqual(['get', 'commit', 'putRow']);
  });
});
