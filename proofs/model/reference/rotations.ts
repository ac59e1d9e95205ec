import type { Call, Draws } from './call.ts';
import type { Note, Step } from './expected.ts';
import {
  changeTime,
  HALF_A_MINUTE,
  hasEnded,
  hashOf,
  issuedNow,
  reasonFor,
  switched,
  withRoomForOne,
} from './licenses.ts';
import type { Refusal } from './refusals.ts';
import { zoneLess } from './show.ts';
import type { KnownLicense, KnownMisp, World } from './world.ts';

/** Operations 11 and 12: a new key in place of the working ones, and another end of a licence. */

const endIn = ({ fields = {} }: Call): number | undefined =>
  fields.validTo === undefined ? undefined : Date.parse(String(fields.validTo));

const endingAt = (license: KnownLicense, to: number, call: Call): KnownLicense =>
  license.to === to ? license : { ...license, to, updatedBy: call.by.userId, updatedAt: changeTime(license, call) };

export function rotate(world: World, asked: Call, draws: Draws): Step {
  const about = asked.mispId ?? '';
  const refused = (refusal: Refusal, digits: string, names?: string): Step => ({
    ...{ kind: 'refused', refusal, trail: [['150'], [digits, about]] as readonly Note[], about },
    ...(names === undefined ? {} : { names }),
  });
  const misp = world.misps.get(about);
  if (misp === undefined) return refused('unknown MISP', '414', about);
  const call = { ...asked, at: changeTime(misp, asked) };
  if (misp.approval !== 'approved') return refused('not approved', '450');
  if (!misp.active) return refused('MISP de-active', '451');
  const overlapMs = Number(call.fields?.overlapSeconds) * 1000;
  const worked = misp.licenses.filter((license) => reasonFor(misp, license, asked.at) === 'VALID');
  const shortened = misp.licenses.map((license) =>
    worked.includes(license) ? endingAt(license, Math.min(license.to, call.at + overlapMs), call) : license,
  );
  // At once: turned off as well, with all that expired within the last half a minute.
  const isStopped = ({ to }: KnownLicense) => overlapMs === 0 && to > asked.at - HALF_A_MINUTE;
  const ended = switched(shortened, isStopped, false, call);
  const stay = withRoomForOne(ended, call.at);
  if (stay === undefined) return refused('too many licences', '452');
  if (draws.licenseKey === undefined) return { kind: 'not drawn' };
  const issued = issuedNow(misp, draws.licenseKey, call);
  const license = { ...issued, to: endIn(call) ?? issued.to };
  const earlier = ended.filter(({ key }) => worked.some((one) => one.key === key));
  const how = worked.length === 0 ? 'nothing worked' : overlapMs === 0 ? 'rotated at once' : 'rotated';
  return {
    kind: 'done',
    outcome: how,
    response: {
      licenseKey: license.key,
      licenseKeyHash: hashOf(license.key),
      validFrom: zoneLess(license.from),
      validTo: zoneLess(license.to),
      earlier: earlier.map(({ key, to }) => ({ licenseKeyHash: hashOf(key), validTo: zoneLess(to) })),
    },
    trail: [['150'], ['121', about], ['151', about], ['250']],
    about,
    license,
    earlier,
    changed: { ...misp, licenses: [...stay, license] },
  };
}

/** The licence that a request names by key or hash, and its MISP. */
function named(world: World, { fields = {} }: Call): readonly [KnownMisp, KnownLicense] | undefined {
  const { mispLicenseKey: key, licenseKeyHash: hash } = fields;
  for (const misp of world.misps.values()) {
    const found = misp.licenses.find((license) =>
      key === undefined ? hashOf(license.key) === String(hash).toLowerCase() : license.key === String(key).trim(),
    );
    if (found !== undefined) return [misp, found];
  }
  return undefined;
}

export function setEnd(world: World, call: Call): Step {
  const about = call.mispId ?? '';
  const [owner, license] = (about === '' ? undefined : named(world, call)) ?? [];
  if (owner === undefined || license === undefined) {
    const { mispLicenseKey: key, licenseKeyHash: hash } = call.fields ?? {};
    const isGone = world.removedKeys.some((one) => one === key || hashOf(one) === String(hash).toLowerCase());
    // An error shows a hash in the case in which it was sent.
    const names = key === undefined ? String(hash) : String(key).trim();
    const outcome = isGone ? 'removed key' : 'unknown key';
    return { kind: 'refused', refusal: 'unknown key', names, outcome, trail: [['152'], ['406']], about };
  }
  if (owner.id !== about) {
    const trail: readonly Note[] = [['152'], ['408', about]];
    return { kind: 'refused', refusal: 'key of another MISP', names: about, trail, about, license };
  }
  if (hasEnded(license, call)) {
    return { kind: 'refused', refusal: 'key expired', trail: [['152'], ['454', about]], about, license };
  }
  const to = endIn(call) ?? 0;
  const after = endingAt(license, to, call);
  const step: Step = {
    kind: 'done',
    outcome: to === license.to ? 'no change' : to < license.to ? 'sooner' : 'later',
    response: { licenseKeyHash: hashOf(license.key), validFrom: zoneLess(license.from), validTo: zoneLess(to) },
    trail: [['152'], ['153', about], ['251']],
    about,
    license: after,
  };
  if (after === license) return step;
  return { ...step, changed: { ...owner, licenses: owner.licenses.map((one) => (one === license ? after : one)) } };
}
