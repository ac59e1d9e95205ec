import { hashLicenseKey } from '../../functions/domain/license.ts';
import type { Misp } from '../../functions/domain/misp.ts';
import type { OperationName } from '../../functions/operations.ts';
import { expiredLicense, license, newKey, newName, profileFields } from '../../test/scenarios/arrangements.ts';
import {
  activityRequest,
  keyStatusRequest,
  registerRequest,
  rotateRequest,
  statusRequest,
  updateRequest,
  validityRequest,
} from '../../test/scenarios/requests.ts';
import type { ServiceRequest } from '../../test/scenarios/service-driver.ts';

/** A request that is repeated, and what it needs. */
export interface RepeatedRequest {
  readonly operation: OperationName;
  /** The state that the MISP must have; undefined for a registration. */
  readonly misp?: Partial<Misp>;
  readonly request: (mispId: string) => ServiceRequest;
  /** A different request of the same kind; by default the last field gets another letter. */
  readonly another?: (mispId: string) => ServiceRequest;
  /** The expected error; absent if the request succeeds. */
  readonly error?: string;
  /** Whether it changes its MISP. */
  readonly isChange: boolean;
}

const KEY = newKey();
const HOUR_S = 60 * 60;
const DAY_MS = 24 * HOUR_S * 1000;
/** Late enough for a request that is repeated a day later. */
const END = Date.now() + 60 * DAY_MS;
const timeOf = (instant: number) => new Date(instant).toISOString();
const rotateAnotherWay = (id: string) => rotateRequest(id, HOUR_S, timeOf(END + DAY_MS));

/** One of each kind: changes, requests that change nothing, refusals. */
export const repeatedRequests: readonly RepeatedRequest[] = [
  { operation: 'register-misp', request: () => registerRequest(profileFields(newName('Repeated'))), isChange: true },
  {
    operation: 'register-misp',
    request: () => registerRequest({ ...profileFields(newName()), emailId: 'info@' }),
    error: 'PMS_MSP_401',
    isChange: false,
  },
  {
    operation: 'process-misp-status',
    misp: { status: 'Inprogress' },
    request: (id) => statusRequest(id, 'approved'),
    isChange: true,
  },
  {
    operation: 'process-misp-status',
    misp: { isActive: false },
    request: (id) => statusRequest(id, 'rejected'),
    isChange: true,
  },
  {
    operation: 'process-misp-status',
    misp: { status: 'Inprogress', isActive: false },
    request: (id) => statusRequest(id, 'approved'),
    error: 'PMS_MSP_405',
    isChange: false,
  },
  { operation: 'update-misp', misp: {}, request: (id) => updateRequest(id, newName('Renamed')), isChange: true },
  {
    operation: 'update-misp-status',
    misp: {},
    request: (id) => activityRequest(id, 'De-active'),
    isChange: true,
  },
  { operation: 'update-misp-status', misp: {}, request: (id) => activityRequest(id, 'Active'), isChange: false },
  {
    operation: 'update-misp-status',
    misp: {},
    request: (id) => activityRequest(id, 'asleep'),
    error: 'PMS_MSP_407',
    isChange: false,
  },
  {
    operation: 'update-license-key-status',
    misp: { licenses: [license({ key: KEY })] },
    request: (id) => keyStatusRequest(id, KEY, 'De-active'),
    isChange: true,
  },
  {
    operation: 'rotate-license-key',
    misp: { licenses: [license({ key: KEY })] },
    request: (id) => rotateRequest(id, HOUR_S, timeOf(END)),
    another: rotateAnotherWay,
    isChange: true,
  },
  {
    operation: 'rotate-license-key',
    misp: { licenses: [license({ key: KEY })] },
    request: (id) => rotateRequest(id, 0),
    another: rotateAnotherWay,
    isChange: true,
  },
  {
    operation: 'rotate-license-key',
    misp: { status: 'rejected' },
    request: (id) => rotateRequest(id, 0),
    another: rotateAnotherWay,
    error: 'PMS_MSP_419',
    isChange: false,
  },
  {
    operation: 'change-license-validity',
    misp: { licenses: [license({ key: KEY })] },
    request: (id) => validityRequest(id, { mispLicenseKey: KEY }, timeOf(END)),
    another: (id) => validityRequest(id, { mispLicenseKey: KEY }, timeOf(END + DAY_MS)),
    isChange: true,
  },
  {
    operation: 'change-license-validity',
    misp: { licenses: [license({ key: KEY, validTo: END })] },
    request: (id) => validityRequest(id, { licenseKeyHash: hashLicenseKey(KEY) }, timeOf(END)),
    another: (id) => validityRequest(id, { licenseKeyHash: hashLicenseKey(KEY) }, timeOf(END + DAY_MS)),
    isChange: false,
  },
  {
    operation: 'change-license-validity',
    misp: { licenses: [expiredLicense(KEY)] },
    request: (id) => validityRequest(id, { mispLicenseKey: KEY }, timeOf(END)),
    another: (id) => validityRequest(id, { mispLicenseKey: KEY }, timeOf(END + DAY_MS)),
    error: 'PMS_MSP_419',
    isChange: false,
  },
];
