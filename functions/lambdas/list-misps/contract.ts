import type { OperationContract } from '../../operation/contract.ts';
import { mispPage } from '../../operation/misp-answer-schema.ts';
import { type Input, listMisps, request } from './list-misps.ts';

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
  withRule: (terms, use) => use(request, listMisps(terms.visibility)),
} as const satisfies OperationContract<Input>;
