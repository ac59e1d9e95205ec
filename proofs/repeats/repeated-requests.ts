import type { Misp } from '../../functions/domain/misp.ts';
import type { OperationName } from '../../functions/operations.ts';
import { license, newKey, newName, profileFields } from '../../test/scenarios/arrangements.ts';
import {
  activityRequest,
  keyStatusRequest,
  registerRequest,
  statusRequest,
  updateRequest,
} from '../../test/scenarios/requests.ts';
import type { ServiceRequest } from '../../test/scenarios/service-driver.ts';

/** A request that is repeated, and what it is about. */
export interface RepeatedRequest {
  readonly operation: OperationName;
  /** What the MISP must be like; undefined for a registration. */
  readonly misp?: Partial<Misp>;
  readonly request: (mispId: string) => ServiceRequest;
  /** The error of every answer; absent where it is done. */
  readonly error?: string;
  /** Whether it changes its MISP. */
  readonly isChange: boolean;
}

const KEY = newKey();

/** One of each kind: changes, words that change nothing, refusals. */
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
];
