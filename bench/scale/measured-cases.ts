import type { Misp } from '../../functions/domain/misp.ts';
import type { OperationName } from '../../functions/operations.ts';
import {
  activityRequest,
  downloadRequest,
  get,
  keyStatusRequest,
  registerRequest,
  rotateRequest,
  statusRequest,
  updateRequest,
  validateRequest,
  validityRequest,
} from '../../test/scenarios/requests.ts';
import type { ServiceRequest } from '../../test/scenarios/service-driver.ts';
import { keyOf } from './population.ts';

/** The number of MISPs on a page, for lists and searches. */
export const PAGE_LIMIT = 20;
/** Every MISP runs out before this. */
export const AFTER_EVERY_EXPIRY = '9999-12-31T23:59:59Z';

/** What a measured request is about. */
export interface Subject {
  readonly misp: Misp;
  /** Another MISP, far from it. */
  readonly other: Misp;
  /** What all names of the MISP's group of ten begin with, and no other name. */
  readonly rarePrefix: string;
  readonly frequentPrefix: string;
  /** Different for each request. */
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
  /** The MISP as the request must find it; by default as it was loaded. */
  readonly before?: (misp: Misp) => Misp;
  /** Whether the store must be put back afterwards. */
  readonly changes?: true;
  request(subject: Subject): ServiceRequest;
}

const contact = { contactNumber: '9876543210', emailId: 'info@celltel.com', address: 'India' };

const workingKey = ({ licenses }: Misp) => licenses[0]?.key ?? '';
const expiredKey = ({ licenses }: Misp) => licenses[2]?.key ?? '';
const unknownKey = (nonce: string) => keyOf(nonce, 0);
const newName = (nonce: string) => `Newcomer ${nonce}`;
const search = (prefix: string) => `/misps/name/${encodeURIComponent(prefix)}`;

const DAY_MS = 24 * 60 * 60 * 1000;
/** A day later than a licence of the MISP ends. */
const dayLater = ({ licenses }: Misp) => new Date((licenses[0]?.validTo ?? 0) + DAY_MS).toISOString();
const sameEnd = ({ licenses }: Misp) => new Date(licenses[0]?.validTo ?? 0).toISOString();

/** All licences expired and at least one of them still on: a download renews the last one. */
function withoutWorkingLicense(misp: Misp): Misp {
  const licenses = misp.licenses.map((license) => ({ ...license, validTo: license.validFrom }));
  return { ...misp, licenses };
}

const register = (organizationName: string) => registerRequest({ ...contact, organizationName });
const update = (id: string, name: string) => ({ ...updateRequest(id, name), fields: { ...contact, name } });

/** Every operation: each success with a cost of its own, and each refusal that needs a read. */
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
    request: ({ misp }) => statusRequest(misp.id, 'approved'),
  },
  {
    operation: 'process-misp-status',
    outcome: 'rejected',
    changes: true,
    request: ({ misp }) => statusRequest(misp.id, 'rejected'),
  },
  {
    operation: 'process-misp-status',
    outcome: 'already approved',
    error: 'PMS_MSP_404',
    request: ({ misp }) => statusRequest(misp.id, 'approved'),
  },
  {
    operation: 'process-misp-status',
    outcome: 'unknown MISP',
    error: 'PMS_MSP_005',
    request: ({ nonce }) => statusRequest(nonce, 'approved'),
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
    request: ({ misp }) => validateRequest(misp.id, workingKey(misp)),
  },
  {
    operation: 'validate-license-key',
    outcome: 'unknown key',
    error: 'PMS_MSP_406',
    request: ({ misp, nonce }) => validateRequest(misp.id, unknownKey(nonce)),
  },
  {
    operation: 'validate-license-key',
    outcome: "another MISP's key",
    error: 'PMS_MSP_408',
    request: ({ misp, other }) => validateRequest(misp.id, workingKey(other)),
  },
  {
    operation: 'update-misp-status',
    outcome: 'de-activated',
    changes: true,
    request: ({ misp }) => activityRequest(misp.id, 'De-active'),
  },
  {
    operation: 'update-misp-status',
    outcome: 'activated',
    changes: true,
    before: (misp) => ({ ...misp, isActive: false }),
    request: ({ misp }) => activityRequest(misp.id, 'Active'),
  },
  {
    operation: 'update-misp-status',
    outcome: 'nothing to change',
    request: ({ misp }) => activityRequest(misp.id, 'Active'),
  },
  {
    operation: 'update-misp-status',
    outcome: 'unknown MISP',
    error: 'PMS_MSP_005',
    request: ({ nonce }) => activityRequest(nonce, 'Active'),
  },
  {
    operation: 'update-license-key-status',
    outcome: 'done',
    changes: true,
    request: ({ misp }) => keyStatusRequest(misp.id, workingKey(misp), 'De-active'),
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
    request: ({ misp }) => keyStatusRequest(misp.id, expiredKey(misp), 'Active'),
  },
  {
    operation: 'update-license-key-status',
    outcome: 'unknown key',
    error: 'PMS_MSP_406',
    request: ({ misp, nonce }) => keyStatusRequest(misp.id, unknownKey(nonce), 'Active'),
  },
  {
    operation: 'update-license-key-status',
    outcome: "another MISP's key",
    error: 'PMS_MSP_408',
    request: ({ misp, other }) => keyStatusRequest(misp.id, workingKey(other), 'Active'),
  },
  {
    operation: 'list-misps',
    outcome: `first ${PAGE_LIMIT}`,
    misps: PAGE_LIMIT,
    request: () => get(`/misps?limit=${PAGE_LIMIT}`),
  },
  {
    operation: 'list-misps',
    outcome: `first ${PAGE_LIMIT}, newest first`,
    misps: PAGE_LIMIT,
    request: () => get(`/misps?order=newest&limit=${PAGE_LIMIT}`),
  },
  {
    operation: 'list-misps',
    outcome: `first ${PAGE_LIMIT} of a status that all have`,
    misps: PAGE_LIMIT,
    request: () => get(`/misps?status=approved&limit=${PAGE_LIMIT}`),
  },
  {
    operation: 'list-misps',
    outcome: 'none of a status',
    error: 'PMS_MSP_409',
    request: () => get('/misps?status=rejected'),
  },
  {
    operation: 'list-misps',
    outcome: `first ${PAGE_LIMIT} that run out, of all`,
    misps: PAGE_LIMIT,
    request: () => get(`/misps?expiringBefore=${AFTER_EVERY_EXPIRY}&limit=${PAGE_LIMIT}`),
  },
  {
    operation: 'list-misps',
    outcome: 'none that runs out',
    error: 'PMS_MSP_409',
    request: () => get('/misps?expiringBefore=1970-01-01T00:00:00Z'),
  },
  {
    operation: 'list-misps',
    outcome: 'all ten of a name',
    misps: 10,
    request: ({ rarePrefix }) => get(`/misps?name=${encodeURIComponent(rarePrefix)}`),
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
    request: ({ misp }) => downloadRequest(misp.id),
  },
  {
    operation: 'download-license-key',
    outcome: 'renewed',
    changes: true,
    before: withoutWorkingLicense,
    request: ({ misp }) => downloadRequest(misp.id),
  },
  {
    operation: 'download-license-key',
    outcome: 'unknown MISP',
    error: 'PMS_MSP_005',
    request: ({ nonce }) => downloadRequest(nonce),
  },
  {
    operation: 'rotate-license-key',
    outcome: 'done',
    changes: true,
    request: ({ misp }) => rotateRequest(misp.id, 3600),
  },
  {
    operation: 'rotate-license-key',
    outcome: 'unknown MISP',
    error: 'PMS_MSP_005',
    request: ({ nonce }) => rotateRequest(nonce, 3600),
  },
  {
    operation: 'change-license-validity',
    outcome: 'done',
    changes: true,
    request: ({ misp }) => validityRequest(misp.id, { mispLicenseKey: workingKey(misp) }, dayLater(misp)),
  },
  {
    operation: 'change-license-validity',
    outcome: 'nothing to change',
    request: ({ misp }) => validityRequest(misp.id, { mispLicenseKey: workingKey(misp) }, sameEnd(misp)),
  },
  {
    operation: 'change-license-validity',
    outcome: 'unknown key',
    error: 'PMS_MSP_406',
    request: ({ misp, nonce }) => validityRequest(misp.id, { mispLicenseKey: unknownKey(nonce) }, dayLater(misp)),
  },
  {
    operation: 'change-license-validity',
    outcome: "another MISP's key",
    error: 'PMS_MSP_408',
    request: ({ misp, other }) => validityRequest(misp.id, { mispLicenseKey: workingKey(other) }, dayLater(misp)),
  },
];
