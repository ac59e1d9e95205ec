import { fitsNameKey, normalizeName } from '../domain/organization-name.ts';
import type { MispWithLicenses } from '../operation/misp-answer.ts';
import type { LicenseKeyVisibility } from '../operation/misp-view.ts';
import { answerPage, pageRequest } from '../operation/page.ts';
import type { Operation } from '../operation/scope.ts';
import type { Input } from './contract.ts';

/** No name is longer than the keys have room for, and none holds a control character. */
const canBeginName = (prefix: string) => fitsNameKey(prefix) && !/\p{Cc}/u.test(prefix);

/** A page of the MISPs whose name begins so, in the order of the name; upper and lower case are alike. */
export function findMispsByName(visibility: LicenseKeyVisibility): Operation<Input, readonly MispWithLicenses[]> {
  return async (input, { misps, settlement }) => {
    const prefix = normalizeName(input.orgName);
    const request = pageRequest(input, (order) => order.startsWith(prefix) && canBeginName(order));
    const page = canBeginName(prefix) ? await misps.findByName(prefix, request) : { misps: [] };
    return settlement.settle(
      answerPage(page, request, visibility, { found: [['119'], ['209']], nothingFound: [['119'], ['410-search']] }),
    );
  };
}
