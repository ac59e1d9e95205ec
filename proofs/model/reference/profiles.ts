import type { Call, Draws } from './call.ts';
import { goodAddresses } from './email-addresses.ts';
import type { Step } from './expected.ts';
import { contactOf, textOf } from './input.ts';
import { comparedName } from './names.ts';
import type { World } from './world.ts';

/** At most 20 editors are remembered, and one entry for all others. */
const withEditor = (editors: readonly string[], userId: string) => [...new Set([...editors, userId])].slice(0, 21);

/** Operations 1 and 3: registering a MISP and replacing its profile. */

const isTaken = (world: World, name: string, byOtherThan?: string) =>
  [...world.misps.values()].some((misp) => misp.id !== byOtherThan && comparedName(misp.name) === comparedName(name));

export function register(world: World, call: Call, draws: Draws): Step {
  const name = textOf(call, 'organizationName');
  const contact = contactOf(call.fields ?? {});
  if (!goodAddresses.includes(contact.emailId))
    return { kind: 'refused', refusal: 'bad e-mail', trail: [['101'], ['401']] };
  if (isTaken(world, name)) {
    return { kind: 'refused', refusal: 'name taken', names: name, trail: [['101'], ['417']] };
  }
  const id = draws.mispId;
  if (id === undefined || world.misps.has(id)) return { kind: 'not drawn' };
  return {
    kind: 'done',
    outcome: 'done',
    response: { mispStatus: 'Active', mispID: id },
    trail: [['101'], ['102'], ['103'], ['212', id], ['200']],
    about: id,
    changed: {
      ...{ id, name, ...contact, approval: 'Inprogress', active: true, version: 1, licenses: [] },
      activeSince: call.at,
      ...{ createdBy: call.by.userId, createdAt: call.at, updatedBy: null, updatedAt: null },
      editors: [call.by.userId],
      lastRequestId: call.requestId,
    },
  };
}

export function update(world: World, call: Call): Step {
  const about = call.mispId ?? '';
  const name = textOf(call, 'name');
  const contact = contactOf(call.fields ?? {});
  const { contactNumber, emailId, address } = contact;
  if (!goodAddresses.includes(emailId)) {
    return { kind: 'refused', refusal: 'bad e-mail', trail: [['107'], ['416', about]], about };
  }
  const misp = world.misps.get(about);
  if (misp === undefined) {
    return { kind: 'refused', refusal: 'unknown MISP', names: about, trail: [['107'], ['414', about]], about };
  }
  if (isTaken(world, name, about)) {
    return { kind: 'refused', refusal: 'name taken', names: name, trail: [['107'], ['402']], about };
  }
  const isRename = comparedName(name) !== comparedName(misp.name);
  return {
    kind: 'done',
    outcome: isRename ? 'renamed' : 'name kept',
    response: { name, contactNumber, emailID: emailId, address, mispID: about },
    trail: [['107'], ['108'], ['203']],
    about,
    changed: { ...misp, name, ...contact, editors: withEditor(misp.editors, call.by.userId) },
  };
}
