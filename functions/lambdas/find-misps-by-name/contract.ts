import * as z from 'zod/mini';
import type { OperationContract } from '../../operation/contract.ts';
import { cursorOfList, type MispList } from '../../operation/cursor.ts';
import { namePrefix, pageCursor, pageLimit } from '../../operation/input-fields.ts';
import { mispPage } from '../../operation/misp-answer.ts';

const fields = z.object({ orgName: namePrefix(), limit: pageLimit(), cursor: pageCursor() });

/** The requested list; undefined for names that no MISP can have. */
export const listOf = ({ orgName: prefix }: { readonly orgName: string | null }): MispList | undefined =>
  prefix === null ? undefined : { of: 'name', prefix };

export const request = {
  name: 'find-misps-by-name',
  method: 'GET',
  input: fields.check(cursorOfList(listOf)),
  environment: ['LICENSE_KEYS_IN_LISTS'],
  right: 'read',
  retryHeaders: [],
} as const;

export type Input = z.infer<typeof request.input>;

export const contract = {
  ...request,
  summary: 'Find MISPs by the beginning of their name',
  path: '/misps/name/{orgName}',
  query: ['limit', 'cursor'],
  answer: mispPage,
  errors: ['nothing-found'],
  tableCalls: [{ action: 'Query', index: 'by-name' }],
} as const satisfies OperationContract<Input>;
