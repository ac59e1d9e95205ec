import * as event from '../../audit/events.ts';
import { findMisp, unknownMisp } from '../../operation/find-misp.ts';
import type { MispWithLicenses } from '../../operation/misp-answer.ts';
import { type LicenseKeyVisibility, viewMisp } from '../../operation/misp-view.ts';
import type { Operation } from '../../operation/scope.ts';
import type { Input } from './contract.ts';

/** A MISP with its licences. */
export function getMisp(visibility: LicenseKeyVisibility): Operation<Input, MispWithLicenses> {
  return async ({ mispId }, { misps }) => {
    const misp = await findMisp(misps, mispId);
    if (misp === undefined) return unknownMisp([event.detailsRequested], mispId);
    const { id } = misp;
    const trail = [[event.detailsRequested], [event.detailsFetched, id], [event.detailsSucceeded]] as const;
    return { kind: 'no-change', body: viewMisp(misp, visibility), trail, mispId: id };
  };
}
