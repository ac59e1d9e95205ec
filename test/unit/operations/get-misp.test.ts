import { describe, expect, test } from '@jest/globals';
import { NOW, sampleKey, sampleLicense, sampleMisp } from '../../support/sample-misp.ts';
import { answered, InMemoryService, NO_ECHO, refused } from '../../support/serve-in-memory.ts';

const on = sampleLicense();
const off = sampleLicense({ key: sampleKey(2), isSwitchedOn: false, updatedBy: 'ada-7', updatedAt: NOW, validTo: NOW });

const view = {
  misp: {
    isActive: true,
    createdBy: 'founder-1',
    createdDateTime: '2026-02-27T10:20:30.456',
    updatedBy: 'approver-1',
    updatedDateTime: '2026-02-28T10:20:30.456',
    isDeleted: null,
    deletedDateTime: null,
    ID: '100',
    id: '100',
    name: 'Celltel',
    address: '1 Main Street, Springfield',
    contactNumber: '+91 98450 12345',
    emailId: 'info@celltel.com',
    userID: 'founder-1',
    status_code: 'approved',
    version: 2,
  },
  misp_licenses: [
    {
      isActive: true,
      createdBy: 'issuer-1',
      createdDateTime: '2026-02-28T10:20:30.456',
      updatedBy: null,
      updatedDateTime: null,
      isDeleted: null,
      deletedDateTime: null,
      mispLicenseUniqueKey: { misp_id: '100', license_key: sampleKey(1) },
      validFromDate: '2026-02-28T10:20:30.456',
      validToDate: '2026-05-29T10:20:30.456',
      licenseKeyHash: on.hash,
    },
    {
      isActive: false,
      createdBy: 'issuer-1',
      createdDateTime: '2026-02-28T10:20:30.456',
      updatedBy: 'ada-7',
      updatedDateTime: '2026-03-01T10:20:30.456',
      isDeleted: null,
      deletedDateTime: null,
      mispLicenseUniqueKey: { misp_id: '100', license_key: sampleKey(2) },
      validFromDate: '2026-02-28T10:20:30.456',
      validToDate: '2026-03-01T10:20:30.456',
      licenseKeyHash: off.hash,
    },
  ],
  version: 2,
};

function serving(
  misp: Parameters<typeof sampleMisp>[0] = {},
  options?: ConstructorParameters<typeof InMemoryService>[0],
) {
  const service = new InMemoryService(options);
  service.store.seed(sampleMisp({ licenses: [on, off], ...misp }));
  const get = (mispId: string) => service.send('get-misp', { path: { mispId } });
  return { service, store: service.store, get };
}

describe('get MISP', () => {
  test('answers with the MISP and its licences: 117, 118, 208', async () => {
    const { service, store, get } = serving();
    const answer = await get('100');
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual(answered(view, NO_ECHO));
    expect(answer.headers).toMatchObject({ etag: '"2"' });
    expect(service.lastTrail).toEqual(['117', '118 100', '208']);
    expect(store.rows[0]).toMatchObject({ mispId: '100', outcome: 'success', verdictChanges: [] });
    expect(store.rows[0]).not.toHaveProperty('version');
    expect(store.calls).toEqual(['get', 'putRow']);
  });

  test('shows isActive of a licence without regard to expiry', async () => {
    const { get } = serving({
      isActive: false,
      licenses: [on, sampleLicense({ key: sampleKey(3), validTo: NOW - 1 })],
    });
    const deActive = (await get('100')).json as { response: typeof view };
    expect(deActive.response.misp.isActive).toBe(false);
    expect(deActive.response.misp_licenses.map(({ isActive }) => isActive)).toEqual([false, false]);
    const other = serving({ licenses: [sampleLicense({ validTo: NOW - 1 })] });
    const expired = (await other.get('100')).json as { response: typeof view };
    expect(expired.response.misp_licenses[0]?.isActive).toBe(true);
  });

  test('writes null fields of a newly registered MISP', async () => {
    const { get } = serving({ status: 'Inprogress', updatedBy: null, updatedAt: null, licenses: [] });
    expect((await get('100')).json).toEqual(
      answered(
        {
          misp: { ...view.misp, updatedBy: null, updatedDateTime: null, status_code: 'Inprogress' },
          misp_licenses: [],
          version: 2,
        },
        NO_ECHO,
      ),
    );
  });

  test('masks keys to their last four characters if configured', async () => {
    const { get } = serving({ licenses: [sampleLicense({ key: `${'a'.repeat(46)}WXYZ` })] }, { visibility: 'masked' });
    const { response } = (await get('100')).json as { response: typeof view };
    expect(response.misp_licenses[0]?.mispLicenseUniqueKey.license_key).toBe(`${'*'.repeat(46)}WXYZ`);
  });

  test('refuses an unknown id: 117, 414', async () => {
    const { service, store, get } = serving();
    const answer = await get('999');
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual(refused('PMS_MSP_005', 'MISP ID does not exist  999', NO_ECHO));
    expect(service.lastTrail).toEqual(['117', '414 999']);
    expect(store.rows[0]).toMatchObject({ mispId: '999', outcome: 'PMS_MSP_005' });
    expect(store.calls).toEqual(['get', 'putRow']);
  });

  test('looks for an id of 36 characters', async () => {
    const { store, get } = serving();
    await get('abc-'.repeat(9));
    expect(store.calls).toEqual(['get', 'putRow']);
  });
});
