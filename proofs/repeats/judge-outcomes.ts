import type { StoredItem } from '../../test/support/engine-tables.ts';

const CONTACTS = ['emailId', 'contactNumber', 'address'] as const;
/** A shorter text stands in other texts by chance. */
const TELLING_LENGTH = 6;

/** Nothing that is kept of a request holds a licence key, an e-mail address or a phone number of any MISP, or its caller's key. */
export function judgeOutcomes(items: readonly StoredItem[]): readonly string[] {
  const misps = items.filter(({ pk }) => String(pk).startsWith('MISP#'));
  const keys = misps.flatMap(({ licenses }) => Object.values(Object(licenses)).map((one) => String(Object(one).key)));
  const contacts = misps.flatMap((misp) => CONTACTS.map((name) => String(misp[name])));
  const secrets = [...keys, ...contacts].filter((text) => text.length >= TELLING_LENGTH);
  return items
    .filter(({ pk }) => String(pk).startsWith('REQUEST#'))
    .flatMap((item) => {
      const text = JSON.stringify(item);
      return secrets.some((secret) => text.includes(secret)) ? [`An outcome that is kept holds a secret: ${text}`] : [];
    });
}
