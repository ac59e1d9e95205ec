import * as z from 'zod/mini';
import type { OperationContract } from '../../operation/contract.ts';
import { mispWithLicenses } from '../../operation/misp-answer-schema.ts';
import { getMisp, type Input, request } from './get-misp.ts';

/** `version` is that of the MISP. */
const answer = z.object({ ...mispWithLicenses.shape, version: z.int() });

export type Answer = z.infer<typeof answer>;

export const contract = {
  ...request,
  summary: 'Get a MISP with its licences',
  path: '/misps/mispId/{mispId}',
  query: [],
  answer,
  errors: ['unknown-misp'],
  tableCalls: [{ action: 'GetItem', keys: ['MISP#*'] }],
  withRule: (terms, use) => use(request, getMisp(terms.visibility)),
} as const satisfies OperationContract<Input, Answer>;
