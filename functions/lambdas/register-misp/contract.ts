import * as z from 'zod/mini';
import type { OperationContract } from '../../operation/contract.ts';
import { organizationName, profileFields } from '../../operation/input-fields.ts';

export const request = {
  name: 'register-misp',
  method: 'POST',
  input: z.object({
    organizationName: organizationName(),
    ...profileFields(),
  }),
  aliases: { organizationName: 'name' },
  environment: [],
  right: 'register',
  retryHeaders: ['idempotency-key'],
} as const;

const answer = z.object({ mispStatus: z.literal('Active'), mispID: z.string(), version: z.int() });

export type Input = z.infer<typeof request.input>;
export type Answer = z.infer<typeof answer>;

export const contract = {
  ...request,
  summary: 'Register a MISP',
  path: '/misps',
  query: [],
  answer,
  errors: ['name-taken', 'invalid-email'],
  tableCalls: [
    { action: 'GetItem', keys: ['REQUEST#register-misp#*'] },
    { action: 'UpdateItem', keys: ['COUNTER'] },
    { action: 'PutItem', keys: ['MISP#*', 'NAME#*', 'REQUEST#register-misp#*'] },
  ],
} as const satisfies OperationContract<Input, Answer>;
