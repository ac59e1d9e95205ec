import type { StoredItem } from '../../test/support/engine-tables.ts';

const CONTACTS = ['emailId', 'contactNumber', 'address'] as const;
/** A shorter text may occur in others by chance. */
const MIN_SECRET_LENGTH = 6;

/**
 * No kept outcome holds a licence key, an e-mail address, a phone number or an address of any MISP, or an idempotency
 * key. Of both kinds of keys only hashes are kept.
 */
export function judgeOutcomes(items: readonly StoredItem[], idempotencyKeys: readonly string[]): readonly string[] {
  const misps = items.filter(({ pk }) => String(pk).startsWith('MISP#'));
  const keys = misps.flatMap(({ licenses }) => Object.values(Object(licenses)).map((one) => String(Object(one).key)));
  const contacts = misps.flatMap((misp) => CONTACTS.map((name) => String(misp[name])));
  const secrets = [...keys, ...contacts, ...idempotencyKeys].filter((text) => text.length >= MIN_SECRET_LENGTH);
  return items
    .filter(({ pk }) => String(pk).startsWith('REQUEST#'))
    .flatMap((item) => {
      const text = JSON.stringify(item);
      return secrets.some((secret) => text.includes(secret)) ? [`A kept outcome holds a secret: ${text}`] : [];
    });
}
