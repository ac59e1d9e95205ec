import type { OperationContract } from '../../operation/contract.ts';
import { mispPage } from '../../operation/misp-answer-schema.ts';
import { findMispsByName, type Input, request } from './find-misps-by-name.ts';

export const contract = {
  ...request,
  summary: 'Find MISPs by the beginning of their name',
  path: '/misps/name/{orgName}',
  query: ['limit', 'cursor'],
  answer: mispPage,
  errors: ['nothing-found'],
  tableCalls: [{ action: 'Query', index: 'by-name' }],
  withRule: (terms, use) => use(request, findMispsByName(terms.visibility)),
} as const satisfies OperationContract<Input>;
