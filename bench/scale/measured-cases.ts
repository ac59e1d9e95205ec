import type { Misp } from '../../functions/domain/misp.ts';
import type { OperationName } from '../../functions/operations.ts';
import type { ServiceRequest } from '../../test/scenarios/service-driver.ts';
import { keyOf } from './population.ts';

/** The page that lists and searches are measured with. */
export const PAGE_LIMIT = 20;

/** What a measured request is about. */
export interface Subject {
  readonly misp: Misp;
  /** Another MISP, far from it. */
  readonly other: Misp;
  /** What all names of the MISP's group of ten begin with, and no others. */
  readonly rarePrefix: string;
  readonly frequentPrefix: string;
  /** Of this request alone. */
  readonly nonce: string;
}

/** One path of an operation. */
export interface MeasuredCase {
  readonly operation: OperationName;
  readonly outcome: string;
  /** The error that it must be answered with; without it, it must succeed. */
  readonly error?: string;
  /** How many MISPs a page must hold. */
  readonly misps?: number;
  /** How the MISP must stand before it; otherwise as it was loaded. */
  readonly before?: (misp: Misp) => Misp;
  /** Whether the store must be put back afterwards. */
  readonly changes?: true;
  request(subject: Subject): ServiceRequest;
}

const put = (path: string, fields: Record<string, unknown>) => ({ method: 'PUT', path, fields });
const patch = (path: string, fields: Record<string, unknown>) => ({ method: 'PATCH', path, fields });
const get = (path: string) => ({ method: 'GET', path });
const contact = { contactNumber: '9876543210', emailId: 'info@celltel.com', address: 'India' };

const workingKey = ({ licenses }: Misp) => licenses[0]?.key ?? '';
const expiredKey = ({ licenses }: Misp) => licenses[2]?.key ?? '';
const unknownKey = (nonce: string) => keyOf(nonce, 0);
const newName = (nonce: string) => `Newcomer ${nonce}`;
const search = (prefix: string) => `/misps/name/${encodeURIComponent(prefix)}`;

/** All licences expired and one of them still on: what a download renews. */
function withoutWorkingLicense(misp: Misp): Misp {
  const licenses = misp.licenses.map((license) => ({ ...license, validTo: license.validFrom }));
  return { ...misp, licenses };
}

const validateKey = ({ id }: Misp, key: string) => patch(`/misps/${id}/licenseKey`, { mispLicenseKey: key });
const switchKey = ({ id }: Misp, key: string, word: string) =>
  put(`/misps/${id}/licenseKey`, { mispLicenseKey: key, mispLicenseKeyStatus: word });
const setStatus = (id: string, word: string) => patch(`/misps/${id}/status`, { mispStatus: word });
const setActivity = (id: string, word: string) => patch(`/misps/${id}`, { mispStatus: word });
const update = (id: string, name: string) => put(`/misps/${id}`, { ...contact, name });
const register = (organizationName: string) => ({
  method: 'POST',
  path: '/misps',
  fields: { ...contact, organizationName },
});

/** Every operation: done in each way that costs something else, and refused wherever a refusal has to read. */
export const measuredCases: readonly MeasuredCase[] = [
  {
    operation: 'register-misp',
    outcome: 'done',
    changes: true,
    request: ({ nonce }) => register(newName(nonce)),
  },
  {
    operation: 'register-misp',
    outcome: 'name taken',
    error: 'PMS_MSP_402',
    request: ({ other }) => register(other.name),
  },
  {
    operation: 'process-misp-status',
    outcome: 'approved',
    changes: true,
    before: (misp) => ({ ...misp, status: 'Inprogress' }),
    request: ({ misp }) => setStatus(misp.id, 'approved'),
  },
  {
    operation: 'process-misp-status',
    outcome: 'rejected',
    changes: true,
    request: ({ misp }) => setStatus(misp.id, 'rejected'),
  },
  {
    operation: 'process-misp-status',
    outcome: 'already approved',
    error: 'PMS_MSP_404',
    request: ({ misp }) => setStatus(misp.id, 'approved'),
  },
  {
    operation: 'process-misp-status',
    outcome: 'unknown MISP',
    error: 'PMS_MSP_005',
    request: ({ nonce }) => setStatus(nonce, 'approved'),
  },
  {
    operation: 'update-misp',
    outcome: 'done, another name',
    changes: true,
    request: ({ misp, nonce }) => update(misp.id, newName(nonce)),
  },
  {
    operation: 'update-misp',
    outcome: 'done, the same name',
    changes: true,
    request: ({ misp }) => update(misp.id, misp.name),
  },
  {
    operation: 'update-misp',
    outcome: 'name taken',
    error: 'PMS_MSP_402',
    request: ({ misp, other }) => update(misp.id, other.name),
  },
  {
    operation: 'update-misp',
    outcome: 'unknown MISP',
    error: 'PMS_MSP_005',
    request: ({ nonce }) => update(nonce, newName(nonce)),
  },
  {
    operation: 'validate-license-key',
    outcome: 'done',
    request: ({ misp }) => validateKey(misp, workingKey(misp)),
  },
  {
    operation: 'validate-license-key',
    outcome: 'unknown key',
    error: 'PMS_MSP_406',
    request: ({ misp, nonce }) => validateKey(misp, unknownKey(nonce)),
  },
  {
    operation: 'validate-license-key',
    outcome: "another MISP's key",
    error: 'PMS_MSP_408',
    request: ({ misp, other }) => validateKey(misp, workingKey(other)),
  },
  {
    operation: 'update-misp-status',
    outcome: 'de-activated',
    changes: true,
    request: ({ misp }) => setActivity(misp.id, 'De-active'),
  },
  {
    operation: 'update-misp-status',
    outcome: 'activated',
    changes: true,
    before: (misp) => ({ ...misp, isActive: false }),
    request: ({ misp }) => setActivity(misp.id, 'Active'),
  },
  {
    operation: 'update-misp-status',
    outcome: 'nothing to change',
    request: ({ misp }) => setActivity(misp.id, 'Active'),
  },
  {
    operation: 'update-misp-status',
    outcome: 'unknown MISP',
    error: 'PMS_MSP_005',
    request: ({ nonce }) => setActivity(nonce, 'Active'),
  },
  {
    operation: 'update-license-key-status',
    outcome: 'done',
    changes: true,
    request: ({ misp }) => switchKey(misp, workingKey(misp), 'De-active'),
  },
  {
    operation: 'update-license-key-status',
    outcome: 'expired',
    error: 'PMS_MSP_419',
    before: (misp) => ({
      ...misp,
      licenses: misp.licenses.map((license) => ({ ...license, isSwitchedOn: false })),
    }),
    changes: true,
    request: ({ misp }) => switchKey(misp, expiredKey(misp), 'Active'),
  },
  {
    operation: 'update-license-key-status',
    outcome: 'unknown key',
    error: 'PMS_MSP_406',
    request: ({ misp, nonce }) => switchKey(misp, unknownKey(nonce), 'Active'),
  },
  {
    operation: 'update-license-key-status',
    outcome: "another MISP's key",
    error: 'PMS_MSP_408',
    request: ({ misp, other }) => switchKey(misp, workingKey(other), 'Active'),
  },
  {
    operation: 'list-misps',
    outcome: `first ${PAGE_LIMIT}`,
    misps: PAGE_LIMIT,
    request: () => get(`/misps?limit=${PAGE_LIMIT}`),
  },
  {
    operation: 'get-misp',
    outcome: 'done',
    request: ({ misp }) => get(`/misps/mispId/${misp.id}`),
  },
  {
    operation: 'get-misp',
    outcome: 'unknown MISP',
    error: 'PMS_MSP_005',
    request: ({ nonce }) => get(`/misps/mispId/${nonce}`),
  },
  {
    operation: 'find-misps-by-name',
    outcome: `first ${PAGE_LIMIT} of half of the store`,
    misps: PAGE_LIMIT,
    request: ({ frequentPrefix }) => get(`${search(frequentPrefix)}?limit=${PAGE_LIMIT}`),
  },
  {
    operation: 'find-misps-by-name',
    outcome: 'all ten that there are',
    misps: 10,
    request: ({ rarePrefix }) => get(search(rarePrefix)),
  },
  {
    operation: 'find-misps-by-name',
    outcome: 'none',
    error: 'PMS_MSP_409',
    request: ({ nonce }) => get(search(`nobody ${nonce}`)),
  },
  {
    operation: 'download-license-key',
    outcome: 'done',
    request: ({ misp }) => get(`/misps/${misp.id}/licenseKey`),
  },
  {
    operation: 'download-license-key',
    outcome: 'renewed',
    changes: true,
    before: withoutWorkingLicense,
    request: ({ misp }) => get(`/misps/${misp.id}/licenseKey`),
  },
  {
    operation: 'download-license-key',
    outcome: 'unknown MISP',
    error: 'PMS_MSP_005',
    request: ({ nonce }) => get(`/misps/${nonce}/licenseKey`),
  },
];
