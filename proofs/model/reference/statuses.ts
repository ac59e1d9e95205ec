import type { Call, Draws } from './call.ts';
import type { Note, Step } from './expected.ts';
import { textOf } from './input.ts';
import { hashOf, issuedNow, removedSuffix, switched, withRoomForOne } from './licenses.ts';
import { zoneLess } from './show.ts';
import type { KnownMisp, World } from './world.ts';

/** Operations 2 and 5: the approval and the activity of a MISP. */

export function processStatus(world: World, call: Call, draws: Draws): Step {
  const about = call.mispId ?? '';
  const word = textOf(call, 'mispStatus').toLowerCase();
  if (word !== 'approved' && word !== 'rejected') {
    const trail: readonly Note[] = [
      ['104', about],
      ['403', about],
    ];
    return { kind: 'refused', refusal: 'wrong approval word', trail, about };
  }
  const misp = world.misps.get(about);
  if (misp === undefined) {
    const trail: readonly Note[] = [
      ['104', about],
      ['414', about],
    ];
    return { kind: 'refused', refusal: 'unknown MISP', names: about, trail, about };
  }
  const called: readonly Note[] = [
    ['104', about],
    ['104', about],
  ];
  if (misp.approval === word) {
    const trail: readonly Note[] = [...called, ['404']];
    return { kind: 'refused', refusal: 'already', names: word, outcome: `already ${word}`, trail, about };
  }
  if (word === 'rejected') return reject(misp, call, called);
  if (!misp.active) return { kind: 'refused', refusal: 'MISP de-active', trail: [...called, ['405', about]], about };
  return approve(misp, call, called, draws.licenseKey);
}

function approve(misp: KnownMisp, call: Call, called: readonly Note[], key: string | undefined): Step {
  const about = misp.id;
  const stay = withRoomForOne(misp.licenses, call.at);
  if (stay === undefined) {
    return { kind: 'refused', refusal: 'too many licences', trail: [...called, ['452', about]], about };
  }
  if (key === undefined) return { kind: 'not drawn' };
  const license = issuedNow(misp, key, call);
  return {
    kind: 'done',
    outcome: `approved${misp.licenses.length === 0 ? '' : ' again'}${removedSuffix(misp.licenses, stay)}`,
    response: {
      mispStatus: 'Active',
      mispLicenseKey: key,
      mispLicenseKeyExpiry: zoneLess(license.to),
      mispLicenseKeyStatus: 'active',
      licenseKeyHash: hashOf(key),
      mispID: about,
      mispStatusCode: 'approved',
      message: 'MISP approved successfully',
    },
    trail: [...called, ['202', about], ['121', about], ['201', about]],
    about,
    license,
    changed: { ...misp, approval: 'approved', licenses: [...stay, license], editors: [] },
  };
}

function reject(misp: KnownMisp, call: Call, called: readonly Note[]): Step {
  return {
    kind: 'done',
    outcome: misp.approval === 'approved' ? 'rejected after approval' : 'rejected',
    response: {
      mispStatus: misp.active ? 'Active' : 'De-Active',
      mispLicenseKey: null,
      mispLicenseKeyExpiry: null,
      mispLicenseKeyStatus: null,
      licenseKeyHash: null,
      mispID: misp.id,
      mispStatusCode: 'rejected',
      message: 'MISP rejected successfully',
    },
    trail: [...called, ['202', misp.id], ['106', misp.id], ['105', misp.id], ['201', misp.id]],
    about: misp.id,
    changed: { ...misp, approval: 'rejected', licenses: switched(misp.licenses, () => true, false, call), editors: [] },
  };
}

export function setActivity(world: World, call: Call): Step {
  const about = call.mispId ?? '';
  const word = textOf(call, 'mispStatus').toLowerCase();
  if (word !== 'active' && word !== 'de-active') {
    return { kind: 'refused', refusal: 'wrong activity word', trail: [['112'], ['407', about]], about };
  }
  const misp = world.misps.get(about);
  if (misp === undefined) {
    return { kind: 'refused', refusal: 'unknown MISP', names: about, trail: [['112'], ['414', about]], about };
  }
  const active = word === 'active';
  const step: Step = {
    kind: 'done',
    outcome: `${misp.active === active ? 'no change: ' : ''}${word}`,
    response: { message: active ? 'MISP actived successfully' : 'MISP de-actived successfully' },
    trail: [['112'], ['211', about], ['106', about], ['113', about, word], ['205']],
    about,
  };
  return misp.active === active
    ? step
    : { ...step, changed: { ...misp, active, ...(active ? { activeSince: call.at } : {}) } };
}
