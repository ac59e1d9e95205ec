import * as event from '../../audit/events.ts';
import { findMisp, unknownMisp } from '../../operation/find-misp.ts';
import { type LicenseKeyVisibility, stricter } from '../../operation/license-key-visibility.ts';
import { viewMisp } from '../../operation/misp-answer.ts';
import type { Operation } from '../../operation/scope.ts';
import type { Answer, Input } from './contract.ts';

/** A MISP with its licences. @param inLists how the deployment shows licence keys. */
export function getMisp(inLists: LicenseKeyVisibility): Operation<Input, Answer> {
  return async ({ mispId }, { misps, visibility }) => {
    const misp = await findMisp(misps, mispId);
    if (misp === undefined) return unknownMisp([event.detailsRequested], mispId);
    const { id, version } = misp;
    const trail = [[event.detailsRequested], [event.detailsFetched, id], [event.detailsSucceeded]] as const;
    const body = { ...viewMisp(misp, stricter(inLists, visibility)), version };
    return { kind: 'no-change', body, trail, misp };
  };
}
