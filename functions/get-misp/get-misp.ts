import { findMisp, unknownMisp } from '../operation/find-misp.ts';
import type { MispWithLicenses } from '../operation/misp-answer.ts';
import { type LicenseKeyVisibility, viewMisp } from '../operation/misp-view.ts';
import type { Operation } from '../operation/scope.ts';
import type { Input } from './contract.ts';

/** A MISP with its licences. */
export function getMisp(visibility: LicenseKeyVisibility): Operation<Input, MispWithLicenses> {
  return async ({ mispId }, { misps, settlement }) => {
    const misp = await findMisp(misps, mispId);
    if (misp === undefined) return settlement.settle(unknownMisp(['117'], mispId));
    const { id } = misp;
    const trail = [['117'], ['118', id], ['208']] as const;
    return settlement.settle({ kind: 'answer', body: viewMisp(misp, visibility), trail, mispId: id });
  };
}
