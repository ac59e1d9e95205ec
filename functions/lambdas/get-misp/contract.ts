import * as z from 'zod/mini';
import type { OperationContract } from '../../operation/contract.ts';
import { mispId } from '../../operation/input-fields.ts';
import { mispDetails } from '../../operation/misp-answer.ts';

export const request = {
  name: 'get-misp',
  method: 'GET',
  input: z.object({ mispId: mispId() }),
  environment: ['LICENSE_KEYS_IN_LISTS'],
  right: 'read',
  retryHeaders: [],
} as const;

export type Input = z.infer<typeof request.input>;

export const contract = {
  ...request,
  summary: 'Get a MISP with its licences',
  path: '/misps/mispId/{mispId}',
  query: [],
  answer: mispDetails,
  errors: ['unknown-misp'],
  tableCalls: [{ action: 'GetItem', keys: ['MISP#*'] }],
} as const satisfies OperationContract<Input>;
