import type { Trail } from '../audit/trail.ts';
import { type ChangeStamp, withLicenses } from '../domain/change-of-misp.ts';
import { findLicense, hashLicenseKey, switchLicense } from '../domain/license.ts';
import type { Misp } from '../domain/misp.ts';
import { readActivityWord } from '../domain/status-words.ts';
import { licenseStateOf, licenseTransitions } from '../domain/transitions.ts';
import { type Decision, refuse } from '../operation/decision.ts';
import { findLicenseKey } from '../operation/find-license.ts';
import type { Operation } from '../operation/scope.ts';
import type { Answer, Input } from './contract.ts';

/** Sets a licence's switch, whatever the state of its MISP (docs/rules.md, "Key status"). */
export const updateLicenseKeyStatus: Operation<Input, Answer> = async (input, { misps, settlement, stamp }) => {
  const { mispId, mispLicenseKey: key, mispLicenseKeyStatus: word } = input;
  const isOn = readActivityWord(word);
  if (isOn === undefined) {
    return settlement.settle(refuse({ kind: 'invalid-license-status-word' }, [['114'], ['418', mispId]], mispId));
  }
  const found = await findLicenseKey(misps, mispId, key);
  if (found.kind === 'unknown') return settlement.settle(unknownLicense(key, mispId));
  if (found.kind === 'of-another') {
    return settlement.settle(refuse({ kind: 'license-of-another-misp', mispId }, [['114'], ['408', mispId]], mispId));
  }
  return settlement.settleChange(found.misp, (current) => decide(current, { key, isOn, word }, stamp));
};

const unknownLicense = (key: string, mispId: string) =>
  refuse({ kind: 'unknown-license', key }, [['114'], ['406']], mispId);

function decide(
  misp: Misp,
  asked: { readonly key: string; readonly isOn: boolean; readonly word: string },
  stamp: ChangeStamp,
): Decision<Answer> {
  const { id } = misp;
  const license = findLicense(misp, hashLicenseKey(asked.key));
  if (license === undefined) return unknownLicense(asked.key, id);
  const transition = licenseTransitions[licenseStateOf(license, stamp.at)][asked.isOn ? 'switch-on' : 'switch-off'];
  if ('refused' in transition) return refuse({ kind: 'license-expired' }, [['114'], ['419', id]], id);
  const body: Answer = { mispLicenseKeyStatus: asked.word };
  const trail: Trail = [['114'], ['115', id], ['206']];
  if ('unchanged' in transition) return { kind: 'answer', body, trail, mispId: id };
  const licenses = misp.licenses.map((one) =>
    one === license ? switchLicense(one, transition.switchedOn, stamp.at, stamp.by.userId) : one,
  );
  const after = withLicenses(misp, licenses, stamp);
  return { kind: 'change', before: misp, after, body, trail, isRevocation: !transition.switchedOn };
}
