import * as event from '../../audit/events.ts';
import { type LicenseKeyVisibility, stricter } from '../../operation/license-key-visibility.ts';
import type { MispWithLicenses } from '../../operation/misp-answer.ts';
import { answerPage, type MispList } from '../../operation/page.ts';
import type { Operation } from '../../operation/scope.ts';
import type { Input } from './contract.ts';

/** A page of all MISPs, or of those that match a filter, in the order of registration unless the filter has its own. */
export function listMisps(inLists: LicenseKeyVisibility): Operation<Input, readonly MispWithLicenses[]> {
  return (input, { misps, visibility }) =>
    answerPage(misps, listOf(input), input, stricter(inLists, visibility), {
      found: [[event.listRequested], [event.listSucceeded]],
      nothingFound: [[event.listRequested], [event.listEmpty]],
    });
}

/** undefined for names that no MISP can have. */
function listOf({ status, expiringBefore, name, order }: Input): MispList | undefined {
  if (name === null) return undefined;
  if (name !== undefined) return { of: 'name', prefix: name };
  if (expiringBefore !== undefined) return { of: 'running-out', before: expiringBefore };
  return { of: status ?? 'all', order: order ?? 'oldest' };
}
