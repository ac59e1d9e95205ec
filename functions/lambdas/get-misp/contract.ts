import * as z from 'zod/mini';
import type { OperationContract } from '../../operation/contract.ts';
import { mispId } from '../../operation/input-fields.ts';
import { mispWithLicenses } from '../../operation/misp-answer.ts';

export const request = {
  name: 'get-misp',
  method: 'GET',
  input: z.object({ mispId: mispId() }),
  environment: ['LICENSE_KEYS_IN_LISTS'],
  right: 'read',
  retryHeaders: [],
} as const;

/** `version` is that of the MISP. */
const answer = z.object({ ...mispWithLicenses.shape, version: z.int() });

export type Input = z.infer<typeof request.input>;
export type Answer = z.infer<typeof answer>;

export const contract = {
  ...request,
  summary: 'Get a MISP with its licences',
  path: '/misps/mispId/{mispId}',
  query: [],
  answer,
  errors: ['unknown-misp'],
  tableCalls: [{ action: 'GetItem', keys: ['MISP#*'] }],
} as const satisfies OperationContract<Input, Answer>;
