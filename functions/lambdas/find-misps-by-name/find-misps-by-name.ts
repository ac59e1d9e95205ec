import * as event from '../../audit/events.ts';
import type { RequestContract } from '../../operation/contract.ts';
import { cursorOfList, type MispList } from '../../operation/cursor.ts';
import type { InputOf } from '../../operation/input.ts';
import { namePrefix, pageCursor, pageLimit } from '../../operation/input-fields.ts';
import { type LicenseKeyVisibility, stricter } from '../../operation/license-key-visibility.ts';
import type { MispWithLicenses } from '../../operation/misp-answer-schema.ts';
import { answerPage } from '../../operation/page.ts';
import type { Operation } from '../../operation/scope.ts';

const fields = { orgName: namePrefix(), limit: pageLimit(), cursor: pageCursor() };

/** The requested list; undefined for names that no MISP can have. */
export const listOf = ({ orgName: prefix = null }: Partial<InputOf<typeof fields>>): MispList | undefined =>
  prefix === null ? undefined : { of: 'name', prefix };

export const request = {
  name: 'find-misps-by-name',
  method: 'GET',
  input: { fields, rules: [cursorOfList(listOf)] },
  environment: ['LICENSE_KEYS_IN_LISTS'],
  right: 'read',
  retryHeaders: [],
} as const satisfies RequestContract;

export type Input = InputOf<typeof request.input.fields>;

/** A page of the MISPs whose name starts with a text, in the order of the name. Case does not matter. */
export function findMispsByName(inLists: LicenseKeyVisibility): Operation<Input, readonly MispWithLicenses[]> {
  return (input, { misps, visibility }) =>
    answerPage(misps, listOf(input), input, stricter(inLists, visibility), {
      found: [[event.searchRequested], [event.searchSucceeded]],
      nothingFound: [[event.searchRequested], [event.searchEmpty]],
    });
}
