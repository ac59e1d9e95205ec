import * as event from '../../audit/events.ts';
import type { Trail } from '../../audit/trail.ts';
import type { ChangeStamp } from '../../domain/change-of-misp.ts';
import { zoneLess } from '../../domain/date-times.ts';
import { findLicense } from '../../domain/license.ts';
import type { Misp } from '../../domain/misp.ts';
import { transition } from '../../domain/transition.ts';
import { aboutNamedLicense, unknownLicense } from '../../operation/about-named-license.ts';
import type { RequestContract } from '../../operation/contract.ts';
import { type Decision, refuse } from '../../operation/decision.ts';
import { licenseNamedBy, withComparedHash } from '../../operation/find-license.ts';
import { type Answering, doneFacts } from '../../operation/idempotency.ts';
import type { InputOf } from '../../operation/input.ts';
import { instant, licenseNames, mispId, namesOneLicense } from '../../operation/input-fields.ts';
import { faultsOfEnd } from '../../operation/license-end.ts';
import type { Operation } from '../../operation/scope.ts';
import type { Answer } from './contract.ts';

export const request = {
  name: 'change-license-validity',
  method: 'PUT',
  input: { fields: { mispId: mispId(), ...licenseNames(), validTo: instant() }, rules: [namesOneLicense] },
  environment: ['LICENSE_MAX_VALIDITY_DAYS'],
  right: 'operate',
  retryHeaders: ['idempotency-key', 'if-match'],
} as const satisfies RequestContract;

export type Input = InputOf<typeof request.input.fields>;

/** Sets the end of a licence that has not expired, earlier or later than it was (docs/rules.md, "Validity"). */
export function changeLicenseValidity(maxValidityDays: number): Operation<Input, Answer> {
  const change: Operation<Input, Answer> = (input, { misps, stamp }) =>
    aboutNamedLicense(misps, input, event.validityChangeRequested, (current, licenseHash) =>
      decide(current, { input, licenseHash }, stamp),
    );
  return Object.assign(change, { faultsInTime: faultsOfEnd<Input>(maxValidityDays) });
}

interface Asked {
  readonly input: Input;
  readonly licenseHash: string;
}

function decide(misp: Misp, { input, licenseHash }: Asked, stamp: ChangeStamp): Decision<Answer> {
  const { id } = misp;
  const trail: Trail = [
    [event.validityChangeRequested],
    [event.licenseValidityChanged, id],
    [event.validityChangeSucceeded],
  ];
  const shownOf = (shown: Misp) => {
    const license = findLicense(shown, licenseHash);
    return { license, body: changing.answer(input, doneFacts(shown, license), undefined) };
  };
  const result = transition(misp, { kind: 'set-end', licenseHash, validTo: input.validTo }, stamp);
  switch (result.kind) {
    case 'refused':
      return result.why === 'unknown-license'
        ? unknownLicense(event.validityChangeRequested, input)
        : refuse(
            { kind: result.why },
            [[event.validityChangeRequested], [event.validityChangeRefusedExpired, id]],
            id,
            licenseHash,
          );
    case 'unchanged': {
      const { license, body } = shownOf(misp);
      return { kind: 'no-change', body, trail, misp, ...(license && { license }) };
    }
    case 'changed': {
      const { misp: after, isRevocation } = result;
      return { kind: 'change', after, trail, isRevocation, ...shownOf(after) };
    }
  }
}

export const changing: Answering<Input, Answer> = {
  answer: ({ validTo }, { version, license }) => ({
    licenseKeyHash: license?.hash ?? '',
    validFrom: zoneLess(license?.validFrom ?? 0),
    validTo: zoneLess(validTo),
    version,
  }),
  showsKey: false,
  named: (input) => ({ mispId: input.mispId, license: licenseNamedBy(input).sent }),
  compared: withComparedHash,
};
