import * as event from '../../audit/events.ts';
import type { Trail } from '../../audit/trail.ts';
import type { ChangeStamp } from '../../domain/change-of-misp.ts';
import { findLicense } from '../../domain/license.ts';
import type { Misp } from '../../domain/misp.ts';
import { readActivityWord } from '../../domain/status-words.ts';
import { transition } from '../../domain/transition.ts';
import { aboutNamedLicense, unknownLicense } from '../../operation/about-named-license.ts';
import type { RequestContract } from '../../operation/contract.ts';
import { type Decision, refuse } from '../../operation/decision.ts';
import { licenseNamedBy, withComparedHash } from '../../operation/find-license.ts';
import { type Answering, doneFacts } from '../../operation/idempotency.ts';
import type { InputOf } from '../../operation/input.ts';
import { licenseNames, mispId, namesOneLicense, statusWord } from '../../operation/input-fields.ts';
import type { Operation } from '../../operation/scope.ts';
import type { Answer } from './contract.ts';

export const request = {
  name: 'update-license-key-status',
  method: 'PUT',
  input: {
    fields: { mispId: mispId(), ...licenseNames(), mispLicenseKeyStatus: statusWord() },
    rules: [namesOneLicense],
  },
  environment: [],
  right: 'operate',
  retryHeaders: ['idempotency-key', 'if-match'],
} as const satisfies RequestContract;

export type Input = InputOf<typeof request.input.fields>;

/** Sets a licence's switch, whatever the state of its MISP (docs/rules.md, "Key status"). */
export const updateLicenseKeyStatus: Operation<Input, Answer> = async (input, { misps, stamp }) => {
  const { mispId, mispLicenseKeyStatus: word } = input;
  const isOn = readActivityWord(word);
  if (isOn === undefined) {
    return refuse(
      { kind: 'invalid-license-status-word' },
      [[event.keySwitchRequested], [event.keySwitchWordUnknown, mispId]],
      mispId,
    );
  }
  return aboutNamedLicense(misps, input, event.keySwitchRequested, (current, licenseHash) =>
    decide(current, { input, isOn, licenseHash }, stamp),
  );
};

interface Asked {
  readonly input: Input;
  readonly isOn: boolean;
  readonly licenseHash: string;
}

function decide(misp: Misp, { input, isOn, licenseHash }: Asked, stamp: ChangeStamp): Decision<Answer> {
  const { id } = misp;
  const license = findLicense(misp, licenseHash);
  const bodyOf = (shown: Misp) => switchingLicense.answer(input, doneFacts(shown), undefined);
  const trail: Trail = [[event.keySwitchRequested], [event.keySwitchUpdated, id], [event.keySwitchSucceeded]];
  const result = transition(misp, { kind: isOn ? 'switch-on' : 'switch-off', licenseHash }, stamp);
  switch (result.kind) {
    case 'refused':
      return result.why === 'unknown-license'
        ? unknownLicense(event.keySwitchRequested, input)
        : refuse(
            { kind: result.why },
            [[event.keySwitchRequested], [event.keySwitchRefusedExpired, id]],
            id,
            licenseHash,
          );
    case 'unchanged':
      return { kind: 'no-change', body: bodyOf(misp), trail, misp, ...(license && { license }) };
    case 'changed':
      return {
        kind: 'change',
        after: result.misp,
        license,
        body: bodyOf(result.misp),
        trail,
        isRevocation: result.isRevocation,
      };
  }
}

export const switchingLicense: Answering<Input, Answer> = {
  // The caller's own word, unchanged.
  answer: ({ mispLicenseKeyStatus }, { version }) => ({ mispLicenseKeyStatus, version }),
  showsKey: false,
  named: (input) => ({ mispId: input.mispId, license: licenseNamedBy(input).sent }),
  compared: withComparedHash,
};
