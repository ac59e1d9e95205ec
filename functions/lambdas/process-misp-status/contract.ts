import * as z from 'zod/mini';
import type { OperationContract } from '../../operation/contract.ts';
import { type Input, processing, processMispStatus, request } from './process-misp-status.ts';

const answer = z.object({
  mispStatus: z.enum(['Active', 'De-Active']),
  mispLicenseKey: z.nullable(z.string()),
  mispLicenseKeyExpiry: z.nullable(z.string()),
  mispLicenseKeyStatus: z.nullable(z.literal('active')),
  licenseKeyHash: z.nullable(z.string()),
  mispID: z.string(),
  mispStatusCode: z.enum(['approved', 'rejected']),
  message: z.enum(['MISP approved successfully', 'MISP rejected successfully']),
  version: z.int(),
});

export type Answer = z.infer<typeof answer>;

export const contract = {
  ...request,
  summary: 'Approve or reject a MISP',
  path: '/misps/{mispId}/status',
  query: [],
  answer,
  errors: [
    'invalid-approval-word',
    'unknown-misp',
    'already-in-status',
    'misp-not-active',
    'another-person-needed',
    'too-many-licenses',
    // For a repeat whose licence has been removed from its MISP.
    'unknown-license',
    'misp-too-large',
  ],
  tableCalls: [
    { action: 'GetItem', keys: ['MISP#*', 'REQUEST#process-misp-status#*'] },
    { action: 'PutItem', keys: ['MISP#*', 'KEY#*', 'REQUEST#process-misp-status#*'] },
    { action: 'DeleteItem', keys: ['KEY#*'] },
  ],
  withRule: (terms, use) => use(request, processMispStatus(terms), processing),
} as const satisfies OperationContract<Input, Answer>;
