import * as z from 'zod/mini';
import type { OperationContract } from '../../operation/contract.ts';
import { type Input, request, switchingLicense, updateLicenseKeyStatus } from './update-license-key-status.ts';

const answer = z.object({ mispLicenseKeyStatus: z.string(), version: z.int() });

export type Answer = z.infer<typeof answer>;

export const contract = {
  ...request,
  summary: 'Switch a licence key on or off',
  path: '/misps/{mispId}/licenseKey',
  query: [],
  answer,
  errors: [
    'invalid-license-status-word',
    'unknown-license',
    'license-of-another-misp',
    'license-expired',
    'misp-too-large',
  ],
  tableCalls: [
    { action: 'GetItem', keys: ['MISP#*', 'KEY#*', 'REQUEST#update-license-key-status#*'] },
    { action: 'PutItem', keys: ['MISP#*', 'REQUEST#update-license-key-status#*'] },
  ],
  withRule: (_, use) => use(request, updateLicenseKeyStatus, switchingLicense),
} as const satisfies OperationContract<Input, Answer>;
