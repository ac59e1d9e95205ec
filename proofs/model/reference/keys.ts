import type { Call, Draws } from './call.ts';
import type { Note, Step } from './expected.ts';
import { textOf } from './input.ts';
import {
  hasEnded,
  hashOf,
  issuedLast,
  issuedNow,
  reasonFor,
  removedSuffix,
  switched,
  withRoomForOne,
} from './licenses.ts';
import type { Refusal } from './refusals.ts';
import { zoneLess } from './show.ts';
import { type KnownLicense, ownerOf, type World } from './world.ts';

/** Operations 4, 6 and 10: a licence key's verdict, status and download. */

export function validate(world: World, call: Call): Step {
  const about = call.mispId ?? '';
  const key = textOf(call, 'mispLicenseKey');
  const owner = about === '' ? undefined : ownerOf(world, key);
  const license = owner?.licenses.find((one) => one.key === key);
  if (owner === undefined || license === undefined) {
    return unknownKey(world, key, [['109'], ['406']], about);
  }
  const reason = reasonFor(owner, license, call.at);
  if (owner.id !== about) {
    return {
      kind: 'refused',
      refusal: 'key of another MISP',
      names: about,
      trail: [['109'], ['110', owner.id], ['111', owner.id, reason], ['415', about]],
      about,
      license,
    };
  }
  const isValid = reason !== 'EXPIRED';
  const isActive = reason === 'VALID';
  return {
    kind: 'done',
    outcome: reason,
    response: {
      message: `MISP ${about} with license key is ${isValid ? 'Valid' : 'Expired'}`,
      misp_id: about,
      ...{ isActive, active: isActive, isValid, valid: isValid },
      licenseKey: key,
      validFrom: zoneLess(license.from),
      validTo: zoneLess(license.to),
      reason,
      licenseKeyHash: hashOf(key),
    },
    trail: [['109'], ['110', about], ['111', about, reason], ['204']],
    about,
    license,
  };
}

function unknownKey({ removedKeys }: World, key: string, trail: readonly Note[], about: string): Step {
  const outcome = removedKeys.includes(key) ? 'removed key' : 'unknown key';
  return { kind: 'refused', refusal: 'unknown key', names: key, outcome, trail, about };
}

export function setKeyStatus(world: World, call: Call): Step {
  const about = call.mispId ?? '';
  const key = textOf(call, 'mispLicenseKey');
  const asSent = textOf(call, 'mispLicenseKeyStatus');
  const word = asSent.toLowerCase();
  if (word !== 'active' && word !== 'de-active') {
    return { kind: 'refused', refusal: 'wrong key status word', trail: [['114'], ['418', about]], about };
  }
  const owner = about === '' ? undefined : ownerOf(world, key);
  if (owner === undefined) {
    return unknownKey(world, key, [['114'], ['406']], about);
  }
  const isThis = (license: KnownLicense) => license.key === key;
  const license = owner.licenses.filter(isThis).at(0);
  if (owner.id !== about) {
    const trail: readonly Note[] = [['114'], ['408', about]];
    return { kind: 'refused', refusal: 'key of another MISP', names: about, trail, about, license };
  }
  const on = word === 'active';
  if (on && license !== undefined && hasEnded(license, call)) {
    return { kind: 'refused', refusal: 'key expired', trail: [['114'], ['419', about]], about, license };
  }
  const isNoChange = license?.on === on;
  const step: Step = {
    kind: 'done',
    outcome: `${isNoChange ? 'no change: ' : ''}${word}`,
    response: { mispLicenseKeyStatus: asSent },
    trail: [['114'], ['115', about], ['206']],
    about,
    ...(license === undefined ? {} : { license }),
  };
  return isNoChange ? step : { ...step, changed: { ...owner, licenses: switched(owner.licenses, isThis, on, call) } };
}

export function download(world: World, call: Call, draws: Draws): Step {
  const about = call.mispId ?? '';
  const refused = (
    refusal: Refusal,
    digits: string,
    more: Pick<Extract<Step, { kind: 'refused' }>, 'names' | 'outcome'> = {},
  ): Step => ({ kind: 'refused', refusal, trail: [['120'], [digits, about]], about, ...more });
  const misp = world.misps.get(about);
  if (misp === undefined) return refused('unknown MISP', '414', { names: about });
  if (misp.approval !== 'approved') return refused('not approved', '410');
  if (!misp.active) return refused('MISP de-active', '411');
  const last = issuedLast(misp.licenses);
  if (last === undefined) return refused('unknown key', '412');
  const answer = ({ key, to }: KnownLicense) => ({
    licenseKey: key,
    licenseKeyExpiry: new Date(to).toISOString().slice(0, 'yyyy-MM-dd'.length),
    licenseKeyStatus: 'Active',
    licenseKeyHash: hashOf(key),
    validTo: zoneLess(to),
  });
  const working = misp.licenses.filter((license) => reasonFor(misp, license, call.at) === 'VALID');
  // Of equal ends the later issued one.
  const [best] = working.toReversed().toSorted((one, other) => other.to - one.to);
  if (best !== undefined) {
    const trail: readonly Note[] = [['120'], ['210']];
    return { kind: 'done', outcome: 'a working key', response: answer(best), trail, about, license: best };
  }
  const isLapsed = (license: KnownLicense) => license.on && call.at >= license.to;
  if (!isLapsed(last)) {
    const isAnother = misp.licenses.some(isLapsed);
    return refused('none active', '413', { outcome: isAnother ? 'none active, another one lapsed' : 'none active' });
  }
  const stay = withRoomForOne(switched(misp.licenses, isLapsed, false, call), call.at);
  if (stay === undefined) return refused('too many licences', '452');
  if (draws.licenseKey === undefined) return { kind: 'not drawn' };
  const fresh = issuedNow(misp, draws.licenseKey, call);
  return {
    kind: 'done',
    outcome: `renewed${removedSuffix(misp.licenses, stay)}`,
    response: answer(fresh),
    trail: [['120'], ['121', about], ['210']],
    about,
    license: fresh,
    changed: { ...misp, licenses: [...stay, fresh] },
  };
}
