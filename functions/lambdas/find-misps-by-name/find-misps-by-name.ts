import * as event from '../../audit/events.ts';
import { type LicenseKeyVisibility, stricter } from '../../operation/license-key-visibility.ts';
import type { MispWithLicenses } from '../../operation/misp-answer.ts';
import { answerPage } from '../../operation/page.ts';
import type { Operation } from '../../operation/scope.ts';
import { type Input, listOf } from './contract.ts';

/** A page of the MISPs whose name starts with a text, in the order of the name. Case does not matter. */
export function findMispsByName(inLists: LicenseKeyVisibility): Operation<Input, readonly MispWithLicenses[]> {
  return (input, { misps, visibility }) =>
    answerPage(misps, listOf(input), input, stricter(inLists, visibility), {
      found: [[event.searchRequested], [event.searchSucceeded]],
      nothingFound: [[event.searchRequested], [event.searchEmpty]],
    });
}
