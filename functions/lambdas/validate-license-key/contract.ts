import * as z from 'zod/mini';
import { licenseVerdicts } from '../../domain/license.ts';
import type { OperationContract } from '../../operation/contract.ts';
import { type Input, request, validateLicenseKey } from './validate-license-key.ts';

const answer = z.object({
  message: z.string(),
  misp_id: z.string(),
  isActive: z.boolean(),
  isValid: z.boolean(),
  licenseKey: z.string(),
  validFrom: z.string(),
  validTo: z.string(),
  valid: z.boolean(),
  active: z.boolean(),
  reason: z.enum(licenseVerdicts),
  licenseKeyHash: z.string(),
  version: z.int(),
});

export type Answer = z.infer<typeof answer>;

export const contract = {
  ...request,
  summary: 'Validate a licence key',
  path: '/misps/{mispId}/licenseKey',
  query: [],
  answer,
  errors: ['unknown-license', 'license-of-another-misp'],
  tableCalls: [{ action: 'GetItem', keys: ['MISP#*', 'KEY#*'] }],
  withRule: (_, use) => use(request, validateLicenseKey),
} as const satisfies OperationContract<Input, Answer>;
