import * as event from '../../audit/events.ts';
import type { RequestContract } from '../../operation/contract.ts';
import { cursorOfList } from '../../operation/cursor.ts';
import type { InputOf } from '../../operation/input.ts';
import { oneOfWords, optional, pageCursor, pageLimit } from '../../operation/input-fields.ts';
import { type LicenseKeyVisibility, stricter } from '../../operation/license-key-visibility.ts';
import type { MispWithLicenses } from '../../operation/misp-answer-schema.ts';
import { answerPage } from '../../operation/page.ts';
import type { Operation } from '../../operation/scope.ts';
import { filters, listOf, oneFilterAtATime } from './filters.ts';

const fields = {
  ...filters,
  /** The newest registrations first; without it the oldest. */
  order: optional(oneOfWords(['newest'])),
  limit: pageLimit(),
  cursor: pageCursor(),
};

export const request = {
  name: 'list-misps',
  method: 'GET',
  input: { fields, rules: [oneFilterAtATime, cursorOfList(listOf)] },
  environment: ['LICENSE_KEYS_IN_LISTS'],
  right: 'read',
  retryHeaders: [],
} as const satisfies RequestContract;

export type Input = InputOf<typeof request.input.fields>;

/** A page of all MISPs, or of those that match a filter, in the order of registration unless the filter has its own. */
export function listMisps(inLists: LicenseKeyVisibility): Operation<Input, readonly MispWithLicenses[]> {
  return (input, { misps, visibility }) =>
    answerPage(misps, listOf(input), input, stricter(inLists, visibility), {
      found: [[event.listRequested], [event.listSucceeded]],
      nothingFound: [[event.listRequested], [event.listEmpty]],
    });
}
