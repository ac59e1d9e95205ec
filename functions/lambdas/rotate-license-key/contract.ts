import * as z from 'zod/mini';
import type { OperationContract } from '../../operation/contract.ts';
import { instant, mispId, optional, wholeNumber } from '../../operation/input-fields.ts';

/** Ninety days, in seconds. */
const LONGEST_OVERLAP = 7_776_000;

export const request = {
  name: 'rotate-license-key',
  method: 'POST',
  input: z.object({
    mispId: mispId(),
    overlapSeconds: wholeNumber(0, LONGEST_OVERLAP),
    validTo: optional(instant()),
  }),
  environment: ['LICENSE_KEY_LENGTH', 'LICENSE_VALIDITY_DAYS', 'LICENSE_MAX_VALIDITY_DAYS'],
  right: 'keys',
  retryHeaders: ['idempotency-key', 'if-match'],
} as const;

const answer = z.object({
  licenseKey: z.string(),
  licenseKeyHash: z.string(),
  validFrom: z.string(),
  validTo: z.string(),
  version: z.int(),
  earlier: z.array(z.object({ licenseKeyHash: z.string(), validTo: z.string() })),
});

export type Input = z.infer<typeof request.input>;
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
} as const satisfies OperationContract<Input, Answer>;
