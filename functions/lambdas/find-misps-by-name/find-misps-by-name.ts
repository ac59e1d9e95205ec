import * as event from '../../audit/events.ts';
import { fitsNameKey } from '../../domain/organization-name.ts';
import { isPlainText } from '../../domain/plain-text.ts';
import { type LicenseKeyVisibility, stricter } from '../../operation/license-key-visibility.ts';
import type { MispWithLicenses } from '../../operation/misp-answer.ts';
import { answerPage, pageRequest } from '../../operation/page.ts';
import type { Operation } from '../../operation/scope.ts';
import type { Input } from './contract.ts';

/** A page of the MISPs whose name begins so, in the order of the name; upper and lower case are alike. */
export function findMispsByName(inLists: LicenseKeyVisibility): Operation<Input, readonly MispWithLicenses[]> {
  return async (input, { misps, visibility }) => {
    const { orgName: prefix } = input;
    const isInList = (order: string) =>
      prefix !== undefined && order.startsWith(prefix) && fitsNameKey(order) && isPlainText(order);
    const request = pageRequest(input, isInList);
    const page = prefix === undefined ? { misps: [] } : await misps.findByName(prefix, request);
    return answerPage(page, request, stricter(inLists, visibility), {
      found: [[event.searchRequested], [event.searchSucceeded]],
      nothingFound: [[event.searchRequested], [event.searchEmpty]],
    });
  };
}
