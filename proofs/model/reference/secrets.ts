import type { Call } from './call.ts';
import type { World } from './world.ts';

const SECRET_FIELDS = ['mispLicenseKey', 'emailId', 'contactNumber'];

/** Every licence key, e-mail address and phone number of a sequence: sent, stored, and of removed licences. */
export function secretsOf(calls: readonly Call[], { misps, removedKeys }: World): readonly string[] {
  const sent = calls.flatMap(({ fields = {} }) => SECRET_FIELDS.map((name) => fields[name]));
  const stored = [...misps.values()].flatMap(({ emailId, contactNumber, licenses }) => [
    ...[emailId, contactNumber],
    ...licenses.map(({ key }) => key),
  ]);
  const texts = [...sent, ...stored, ...removedKeys].filter((text) => typeof text === 'string');
  return [...new Set(texts)].filter((text) => text.trim() !== '');
}
