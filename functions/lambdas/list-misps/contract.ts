import * as z from 'zod/mini';
import type { OperationContract } from '../../operation/contract.ts';
import { cursorOfList } from '../../operation/cursor.ts';
import { oneOfWords, pageCursor, pageLimit } from '../../operation/input-fields.ts';
import { mispPage } from '../../operation/misp-answer.ts';
import { filters, listOf, oneFilterAtATime } from './filters.ts';

const fields = z.object({
  ...filters,
  /** The newest registrations first; without it the oldest. */
  order: z.optional(oneOfWords(['newest'])),
  limit: pageLimit(),
  cursor: pageCursor(),
});

export const request = {
  name: 'list-misps',
  method: 'GET',
  input: fields.check(oneFilterAtATime(), cursorOfList(listOf)),
  environment: ['LICENSE_KEYS_IN_LISTS'],
  right: 'read',
  retryHeaders: [],
} as const;

export type Input = z.infer<typeof request.input>;

export const contract = {
  ...request,
  summary: 'List MISPs, all or by status, expiry or name',
  path: '/misps',
  query: ['status', 'expiringBefore', 'name', 'order', 'limit', 'cursor'],
  answer: mispPage,
  errors: ['nothing-found'],
  tableCalls: [
    { action: 'Query', index: 'by-registration' },
    { action: 'Query', index: 'by-status' },
    { action: 'Query', index: 'by-running-out' },
    { action: 'Query', index: 'by-name' },
  ],
} as const satisfies OperationContract<Input>;
