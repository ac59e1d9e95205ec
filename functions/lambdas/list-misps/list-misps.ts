import * as event from '../../audit/events.ts';
import { type LicenseKeyVisibility, stricter } from '../../operation/license-key-visibility.ts';
import type { MispWithLicenses } from '../../operation/misp-answer.ts';
import { answerPage } from '../../operation/page.ts';
import type { Operation } from '../../operation/scope.ts';
import type { Input } from './contract.ts';
import { listOf } from './filters.ts';

/** A page of all MISPs, or of those that match a filter, in the order of registration unless the filter has its own. */
export function listMisps(inLists: LicenseKeyVisibility): Operation<Input, readonly MispWithLicenses[]> {
  return (input, { misps, visibility }) =>
    answerPage(misps, listOf(input), input, stricter(inLists, visibility), {
      found: [[event.listRequested], [event.listSucceeded]],
      nothingFound: [[event.listRequested], [event.listEmpty]],
    });
}
