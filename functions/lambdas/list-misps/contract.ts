import * as z from 'zod/mini';
import type { OperationContract } from '../../operation/contract.ts';
import { pageCursor, pageLimit } from '../../operation/input-fields.ts';
import { mispPage } from '../../operation/misp-answer.ts';

export const request = {
  name: 'list-misps',
  method: 'GET',
  input: z.object({ limit: pageLimit(), cursor: pageCursor() }),
  environment: ['LICENSE_KEYS_IN_LISTS'],
  right: 'read',
  retryHeaders: [],
} as const;

export type Input = z.infer<typeof request.input>;

export const contract = {
  ...request,
  summary: 'List MISPs in the order of their registration',
  path: '/misps',
  query: ['limit', 'cursor'],
  answer: mispPage,
  errors: ['nothing-found'],
  tableCalls: [{ action: 'Query', index: 'by-registration' }],
} as const satisfies OperationContract<Input>;
