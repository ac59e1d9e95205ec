import * as event from '../../audit/events.ts';
import type { Trail } from '../../audit/trail.ts';
import type { ChangeStamp } from '../../domain/change-of-misp.ts';
import { zoneLess } from '../../domain/date-times.ts';
import { findLicense } from '../../domain/license.ts';
import type { Misp } from '../../domain/misp.ts';
import { transition } from '../../domain/transition.ts';
import { type Decision, refuse } from '../../operation/decision.ts';
import { findNamedLicense, licenseNamedBy } from '../../operation/find-license.ts';
import { type Answering, doneFacts } from '../../operation/idempotency.ts';
import { checkedEnd } from '../../operation/license-end.ts';
import type { Operation } from '../../operation/scope.ts';
import type { Answer, Input } from './contract.ts';

/** Sets the end of a licence that has not expired, sooner or later than it was (docs/rules.md, "Validity"). */
export function changeLicenseValidity(maxValidityDays: number): Operation<Input, Answer> {
  return async (input, { misps, stamp }) => {
    const { mispId } = input;
    checkedEnd(input.validTo, stamp.at, maxValidityDays);
    const named = licenseNamedBy(input);
    const found = await findNamedLicense(misps, mispId, named);
    switch (found.kind) {
      case 'unknown':
        return unknownLicense(named.sent, mispId);
      case 'of-another':
        return refuse(
          { kind: 'license-of-another-misp', mispId },
          [[event.validityChangeRequested], [event.switchedKeyOfAnotherMisp, mispId]],
          mispId,
          found.hash,
        );
      case 'own': {
        const asked = { input, sent: named.sent, licenseHash: found.license.hash };
        return { kind: 'about-misp', misp: found.misp, decide: (current) => decide(current, asked, stamp) };
      }
    }
  };
}

const unknownLicense = (sent: string, mispId: string) =>
  refuse({ kind: 'unknown-license', key: sent }, [[event.validityChangeRequested], [event.licenseKeyUnknown]], mispId);

interface Asked {
  readonly input: Input;
  readonly sent: string;
  readonly licenseHash: string;
}

function decide(misp: Misp, { input, sent, licenseHash }: Asked, stamp: ChangeStamp): Decision<Answer> {
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
        ? unknownLicense(sent, id)
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
    case 'moved': {
      const { misp: after, isRevocation } = result;
      return { kind: 'change', before: misp, after, trail, isRevocation, ...shownOf(after) };
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
};
