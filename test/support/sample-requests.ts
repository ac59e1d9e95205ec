import type { OperationName } from '../../functions/operations.ts';
import { DAY, NOW, sampleKey } from './sample-misp.ts';
import type { TestRequest } from './serve-in-memory.ts';

const mispLicenseKey = sampleKey(1);
const path = { mispId: '100' };
const profile = { name: 'New', contactNumber: '5', emailId: 'a@x.org', address: 'B' };

/** A request to every operation that succeeds if the sample MISP holds the sample licence. */
export const sampleRequests: Readonly<Record<OperationName, TestRequest>> = {
  'register-misp': { request: profile },
  'process-misp-status': { path, request: { mispStatus: 'rejected' } },
  'update-misp': { path, request: profile },
  'validate-license-key': { path, request: { mispLicenseKey } },
  'update-misp-status': { path, request: { mispStatus: 'De-active' } },
  'update-license-key-status': { path, request: { mispLicenseKey, mispLicenseKeyStatus: 'De-active' } },
  'list-misps': {},
  'get-misp': { path },
  'find-misps-by-name': { path: { orgName: 'cell' } },
  'download-license-key': { path },
  'rotate-license-key': { path, request: { overlapSeconds: 3600 } },
  'change-license-validity': { path, request: { mispLicenseKey, validTo: new Date(NOW + 30 * DAY).toISOString() } },
};
