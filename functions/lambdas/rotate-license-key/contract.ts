import * as z from 'zod/mini';
import type { OperationContract } from '../../operation/contract.ts';
import { type Input, request, rotateLicenseKey, rotating } from './rotate-license-key.ts';

const answer = z.object({
  licenseKey: z.string(),
  licenseKeyHash: z.string(),
  validFrom: z.string(),
  validTo: z.string(),
  version: z.int(),
  earlier: z.array(z.object({ licenseKeyHash: z.string(), validTo: z.string() })),
});

export type Answer = z.infer<typeof answer>;

export const contract = {
  ...request,
  summary: 'Issue a new licence key, and end those that work when an overlap is over',
  path: '/misps/{mispId}/licenseKey/rotate',
  query: [],
  answer,
  errors: [
    'unknown-misp',
    'misp-not-approved',
    'misp-not-active',
    'too-many-licenses',
    // For a repeat whose licence has been removed from its MISP.
    'unknown-license',
    'misp-too-large',
  ],
  tableCalls: [
    { action: 'GetItem', keys: ['MISP#*', 'REQUEST#rotate-license-key#*'] },
    { action: 'PutItem', keys: ['MISP#*', 'KEY#*', 'REQUEST#rotate-license-key#*'] },
    { action: 'DeleteItem', keys: ['KEY#*'] },
  ],
  withRule: (terms, use) => use(request, rotateLicenseKey(terms), rotating),
} as const satisfies OperationContract<Input, Answer>;
