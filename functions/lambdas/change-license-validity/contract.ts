import * as z from 'zod/mini';
import type { OperationContract } from '../../operation/contract.ts';
import { changeLicenseValidity, changing, type Input, request } from './change-license-validity.ts';

const answer = z.object({
  licenseKeyHash: z.string(),
  validFrom: z.string(),
  validTo: z.string(),
  version: z.int(),
});

export type Answer = z.infer<typeof answer>;

export const contract = {
  ...request,
  summary: 'Set the expiry of a licence that has not expired',
  path: '/misps/{mispId}/licenseKey/validity',
  query: [],
  answer,
  errors: ['unknown-license', 'license-of-another-misp', 'license-expired', 'misp-too-large'],
  tableCalls: [
    { action: 'GetItem', keys: ['MISP#*', 'KEY#*', 'REQUEST#change-license-validity#*'] },
    { action: 'PutItem', keys: ['MISP#*', 'REQUEST#change-license-validity#*'] },
  ],
  withRule: (terms, use) => use(request, changeLicenseValidity(terms.maxValidityDays), changing),
} as const satisfies OperationContract<Input, Answer>;
