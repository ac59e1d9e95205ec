import * as z from 'zod/mini';
import type { OperationContract } from '../../operation/contract.ts';
import { type Input, request, switchingMisp, updateMispStatus } from './update-misp-status.ts';

const answer = z.object({
  message: z.enum(['MISP actived successfully', 'MISP de-actived successfully']),
  version: z.int(),
});

export type Answer = z.infer<typeof answer>;

export const contract = {
  ...request,
  summary: 'Activate or de-activate a MISP',
  path: '/misps/{mispId}',
  query: [],
  answer,
  errors: ['invalid-activity-word', 'unknown-misp', 'misp-too-large'],
  tableCalls: [
    { action: 'GetItem', keys: ['MISP#*', 'REQUEST#update-misp-status#*'] },
    { action: 'PutItem', keys: ['MISP#*', 'REQUEST#update-misp-status#*'] },
  ],
  withRule: (_, use) => use(request, updateMispStatus, switchingMisp),
} as const satisfies OperationContract<Input, Answer>;
