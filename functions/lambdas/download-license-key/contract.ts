import * as z from 'zod/mini';
import type { OperationContract } from '../../operation/contract.ts';
import { downloadLicenseKey, type Input, request } from './download-license-key.ts';

const answer = z.object({
  licenseKey: z.string(),
  licenseKeyExpiry: z.string(),
  licenseKeyStatus: z.literal('Active'),
  licenseKeyHash: z.string(),
  validTo: z.string(),
  version: z.int(),
});

export type Answer = z.infer<typeof answer>;

export const contract = {
  ...request,
  summary: 'Download the licence key of a MISP, renewed when it has expired',
  path: '/misps/{mispId}/licenseKey',
  query: [],
  answer,
  errors: [
    'unknown-misp',
    'misp-not-approved',
    'misp-not-active',
    'unknown-license',
    'no-active-license',
    'too-many-licenses',
    'misp-too-large',
  ],
  tableCalls: [
    { action: 'GetItem', keys: ['MISP#*'] },
    { action: 'PutItem', keys: ['MISP#*', 'KEY#*'] },
    { action: 'DeleteItem', keys: ['KEY#*'] },
  ],
  withRule: (terms, use) => use(request, downloadLicenseKey(terms)),
} as const satisfies OperationContract<Input, Answer>;
