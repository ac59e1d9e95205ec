import * as event from '../../audit/events.ts';
import type { RequestContract } from '../../operation/contract.ts';
import { findMisp, unknownMisp } from '../../operation/find-misp.ts';
import type { InputOf } from '../../operation/input.ts';
import { mispId } from '../../operation/input-fields.ts';
import { type LicenseKeyVisibility, stricter } from '../../operation/license-key-visibility.ts';
import { viewMisp } from '../../operation/misp-answer.ts';
import type { Operation } from '../../operation/scope.ts';
import type { Answer } from './contract.ts';

export const request = {
  name: 'get-misp',
  method: 'GET',
  input: { fields: { mispId: mispId() } },
  environment: ['LICENSE_KEYS_IN_LISTS'],
  right: 'read',
  retryHeaders: [],
} as const satisfies RequestContract;

export type Input = InputOf<typeof request.input.fields>;

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
