import * as z from 'zod/mini';
import type { OperationContract } from '../../operation/contract.ts';
import { type Input, request, updateMisp, updating } from './update-misp.ts';

const answer = z.object({
  name: z.string(),
  contactNumber: z.string(),
  emailID: z.string(),
  address: z.string(),
  mispID: z.string(),
  version: z.int(),
});

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
  withRule: (_, use) => use(request, updateMisp, updating),
} as const satisfies OperationContract<Input, Answer>;
