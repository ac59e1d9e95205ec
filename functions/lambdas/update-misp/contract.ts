import * as z from 'zod/mini';
import type { OperationContract } from '../../operation/contract.ts';
import { mispId, organizationName, profileFields } from '../../operation/input-fields.ts';

export const request = {
  name: 'update-misp',
  method: 'PUT',
  input: z.object({
    mispId: mispId(),
    name: organizationName(),
    ...profileFields(),
  }),
  // MOSIP's published example and this operation's own answer use these names.
  aliases: { name: 'organizationName', emailId: 'emailID' },
  environment: [],
  right: 'register',
  retryHeaders: ['idempotency-key', 'if-match'],
} as const;

const answer = z.object({
  name: z.string(),
  contactNumber: z.string(),
  emailID: z.string(),
  address: z.string(),
  mispID: z.string(),
  version: z.int(),
});

export type Input = z.infer<typeof request.input>;
export type Answer = z.infer<typeof answer>;

export const contract = {
  ...request,
  summary: 'Update the profile of a MISP',
  path: '/misps/{mispId}',
  query: [],
  answer,
  errors: ['invalid-email', 'unknown-misp', 'name-taken', 'misp-too-large'],
  tableCalls: [
    { action: 'GetItem', keys: ['MISP#*', 'REQUEST#update-misp#*'] },
    { action: 'PutItem', keys: ['MISP#*', 'NAME#*', 'REQUEST#update-misp#*'] },
    { action: 'DeleteItem', keys: ['NAME#*'] },
  ],
} as const satisfies OperationContract<Input, Answer>;
