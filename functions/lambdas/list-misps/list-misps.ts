import * as event from '../../audit/events.ts';
import { type LicenseKeyVisibility, stricter } from '../../operation/license-key-visibility.ts';
import type { MispWithLicenses } from '../../operation/misp-answer.ts';
import { answerPage, pageRequest } from '../../operation/page.ts';
import type { Operation } from '../../operation/scope.ts';
import type { Input } from './contract.ts';

const isRegistrationTime = (order: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(order);

/** A page of all MISPs in the order of their registration. */
export function listMisps(inLists: LicenseKeyVisibility): Operation<Input, readonly MispWithLicenses[]> {
  return async (input, { misps, visibility }) => {
    const request = pageRequest(input, isRegistrationTime);
    const page = await misps.list(request);
    return answerPage(page, request, stricter(inLists, visibility), {
      found: [[event.listRequested], [event.listSucceeded]],
      nothingFound: [[event.listRequested], [event.listEmpty]],
    });
  };
}
