import * as event from '../../audit/events.ts';
import type { Trail } from '../../audit/trail.ts';
import type { ChangeStamp } from '../../domain/change-of-misp.ts';
import { hashLicenseKey } from '../../domain/license.ts';
import type { Misp } from '../../domain/misp.ts';
import { readActivityWord } from '../../domain/status-words.ts';
import { transition } from '../../domain/transition.ts';
import { type Decision, refuse } from '../../operation/decision.ts';
import { findLicenseKey } from '../../operation/find-license.ts';
import type { Operation } from '../../operation/scope.ts';
import type { Answer, Input } from './contract.ts';

/** Sets a licence's switch, whatever the state of its MISP (docs/rules.md, "Key status"). */
export const updateLicenseKeyStatus: Operation<Input, Answer> = async (input, { misps, stamp }) => {
  const { mispId, mispLicenseKey: key, mispLicenseKeyStatus: word } = input;
  const isOn = readActivityWord(word);
  if (isOn === undefined) {
    return refuse(
      { kind: 'invalid-license-status-word' },
      [[event.keySwitchRequested], [event.keySwitchWordUnknown, mispId]],
      mispId,
    );
  }
  const found = await findLicenseKey(misps, mispId, key);
  switch (found.kind) {
    case 'unknown':
      return unknownLicense(key, mispId);
    case 'of-another':
      return refuse(
        { kind: 'license-of-another-misp', mispId },
        [[event.keySwitchRequested], [event.switchedKeyOfAnotherMisp, mispId]],
        mispId,
      );
    case 'own':
      return {
        kind: 'about-misp',
        misp: found.misp,
        decide: (current) => decide(current, { key, isOn, word }, stamp),
      };
  }
};

const unknownLicense = (key: string, mispId: string) =>
  refuse({ kind: 'unknown-license', key }, [[event.keySwitchRequested], [event.licenseKeyUnknown]], mispId);

function decide(
  misp: Misp,
  { key, isOn, word }: { readonly key: string; readonly isOn: boolean; readonly word: string },
  stamp: ChangeStamp,
): Decision<Answer> {
  const { id } = misp;
  const body: Answer = { mispLicenseKeyStatus: word };
  const trail: Trail = [[event.keySwitchRequested], [event.keySwitchUpdated, id], [event.keySwitchSucceeded]];
  const licenseHash = hashLicenseKey(key);
  const result = transition(misp, { kind: isOn ? 'switch-on' : 'switch-off', licenseHash }, stamp);
  switch (result.kind) {
    case 'refused':
      return result.why === 'unknown-license'
        ? unknownLicense(key, id)
        : refuse({ kind: result.why }, [[event.keySwitchRequested], [event.keySwitchRefusedExpired, id]], id);
    case 'unchanged':
      return { kind: 'no-change', body, trail, mispId: id };
    case 'moved':
      return { kind: 'change', before: misp, after: result.misp, body, trail, isRevocation: result.isRevocation };
  }
}
