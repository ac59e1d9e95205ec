import * as z from 'zod/mini';
import type { OperationContract } from '../../operation/contract.ts';
import { type Input, registering, registerMisp, request } from './register-misp.ts';

const answer = z.object({ mispStatus: z.literal('Active'), mispID: z.string(), version: z.int() });

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
  withRule: (_, use) => use(request, registerMisp, registering),
} as const satisfies OperationContract<Input, Answer>;
