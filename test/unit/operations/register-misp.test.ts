import { describe, expect, test } from '@jest/globals';
import { NOW, sampleMisp, sha256 } from '../../support/sample-misp.ts';
import { answered, envelope, InMemoryService, refused } from '../../support/serve-in-memory.ts';

const request = {
  organizationName: 'Celltel  Ltd.',
  contactNumber: '+91 98450 12345',
  emailId: 'info@celltel.com',
  address: '1 Main Street',
};

describe('register MISP', () => {
  test('answers with the id of the new MISP, counted from 100', async () => {
    const service = new InMemoryService();
    const first = await service.send('register-misp', { request });
    expect(first.status).toBe(200);
    expect(first.json).toEqual(answered({ mispStatus: 'Active', mispID: '100', version: 1 }));
    expect(first.headers).toMatchObject({ etag: '"1"' });
    const second = await service.send('register-misp', { request: { ...request, organizationName: 'Other' } });
    expect(second.json).toEqual(answered({ mispStatus: 'Active', mispID: '101', version: 1 }));
  });

  test('stores the MISP active and in progress, its name as sent, the caller as its user', async () => {
    const service = new InMemoryService();
    await service.send('register-misp', { request, requestId: 'request-1' });
    expect(service.store.peek('100')).toEqual({
      id: '100',
      name: 'Celltel  Ltd.',
      normalizedName: 'celltel ltd.',
      address: '1 Main Street',
      contactNumber: '+91 98450 12345',
      emailId: 'info@celltel.com',
      status: 'Inprogress',
      isActive: true,
      activeSince: NOW,
      userId: 'ada-7',
      createdBy: 'ada-7',
      createdAt: NOW,
      updatedBy: null,
      updatedAt: null,
      version: 1,
      editors: [sha256('ada-7')],
      lastRequestId: 'request-1',
      licenses: [],
    });
    expect([...service.store.names]).toEqual([['celltel ltd.', '100']]);
  });

  test('leaves 101, 102, 103, 212, 200, with version 1 and no domain event', async () => {
    const service = new InMemoryService();
    await service.send('register-misp', { request });
    expect(service.lastTrail).toEqual(['101', '102', '103', '212 100', '200']);
    expect(service.store.rows).toHaveLength(1);
    expect(service.store.rows[0]).toMatchObject({
      outcome: 'success',
      mispId: '100',
      version: 1,
      verdictChanges: [],
    });
    expect(service.store.calls).toEqual(['allocateMispId', 'commit']);
  });

  test.each([
    ['99999999', 200],
    ['100000000', 500],
  ])('with the id %s is answered %i', async (id, status) => {
    const service = new InMemoryService();
    service.store.allocateMispId = async () => id;
    expect((await service.send('register-misp', { request })).status).toBe(status);
    expect(service.store.rows).toHaveLength(status === 200 ? 1 : 0);
    expect(service.store.names.size).toBe(status === 200 ? 1 : 0);
  });

  test('reads the name from `name` when `organizationName` is absent or null', async () => {
    const { organizationName: _, ...rest } = request;
    for (const alias of [{ name: 'By Alias' }, { organizationName: null, name: 'By Alias' }]) {
      const service = new InMemoryService();
      await service.send('register-misp', { request: { ...rest, ...alias } });
      expect(service.store.peek('100')?.name).toBe('By Alias');
    }
    const service = new InMemoryService();
    await service.send('register-misp', { request: { ...request, name: 'Not this' } });
    expect(service.store.peek('100')?.name).toBe('Celltel  Ltd.');
  });

  test('refuses an invalid e-mail address: 101, 401, and no id is drawn', async () => {
    const service = new InMemoryService();
    const answer = await service.send('register-misp', { request: { ...request, emailId: 'info@celltel' } });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual(refused('PMS_MSP_401', 'Invalid email id.'));
    expect(service.lastTrail).toEqual(['101', '401']);
    expect(service.store.rows[0]).toMatchObject({ outcome: 'PMS_MSP_401', verdictChanges: [] });
    expect(service.store.rows[0]).not.toHaveProperty('mispId');
    expect(service.store.rows[0]).not.toHaveProperty('version');
    expect(service.store.calls).toEqual(['putRow']);
  });

  test('checks the e-mail address before the name', async () => {
    const service = new InMemoryService();
    service.store.seed(sampleMisp({ name: 'Celltel Ltd.' }));
    await service.send('register-misp', { request: { ...request, emailId: 'x' } });
    expect(service.lastTrail).toEqual(['101', '401']);
  });

  test.each(['Celltel Ltd.', 'CELLTEL LTD.', ' celltel\u00a0ltd. ', '\uff23elltel Ltd.'])(
    'refuses a name taken in another spelling: %j; 101, 417',
    async (organizationName) => {
      const service = new InMemoryService();
      service.store.seed(sampleMisp({ name: 'Celltel Ltd.' }));
      const answer = await service.send('register-misp', { request: { ...request, organizationName } });
      expect(answer.status).toBe(200);
      expect(answer.json).toEqual(refused('PMS_MSP_402', `MISP already registred with name :  ${organizationName}`));
      expect(service.lastTrail).toEqual(['101', '417']);
      expect(service.store.rows[0]).toMatchObject({ outcome: 'PMS_MSP_402' });
      expect(service.store.peek('101')).toBeUndefined();
      expect(service.store.calls).toEqual(['allocateMispId', 'commit', 'putRow']);
    },
  );

  test('assigns a name once to concurrent requests', async () => {
    const service = new InMemoryService();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        service.send('register-misp', { request, requestId: `request-${index}` }),
      ),
    );
    const errors = answers.map(({ json }) => (json as { errors: { errorCode: string }[] }).errors[0]?.errorCode);
    expect(errors.filter((code) => code === undefined)).toHaveLength(1);
    expect(errors.filter((code) => code === 'PMS_MSP_402')).toHaveLength(49);
    expect(service.store.rows).toHaveLength(50);
    expect(service.store.names.size).toBe(1);
  });

  test('accepts texts of the maximum length, and unknown fields', async () => {
    const service = new InMemoryService();
    const longest = {
      organizationName: 'n'.repeat(128),
      contactNumber: '1'.repeat(16),
      emailId: `${'e'.repeat(250)}@x.org`,
      address: 'a'.repeat(2000),
      unheardOf: { of: [1, 2] },
    };
    const answer = await service.send('register-misp', {
      body: envelope(longest, {
        id: null,
        version: null,
        metadata: null,
        requesttime: '1999-01-01T00:00:00Z',
        more: 1,
      }),
    });
    expect(answer.json).toEqual(
      answered({ mispStatus: 'Active', mispID: '100', version: 1 }, { id: null, version: null }),
    );
    const { unheardOf: _, organizationName, ...profile } = longest;
    expect(service.store.peek('100')).toMatchObject({ name: organizationName, ...profile });
  });
});
