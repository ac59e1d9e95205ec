import { MAX_LICENSE_KEY_LENGTH } from '../../../functions/domain/license.ts';
import { MAX_MISP_ID_LENGTH, type MispProfile } from '../../../functions/domain/misp.ts';
import { MAX_NAME_LENGTH } from '../../../functions/domain/organization-name.ts';
import type { FieldDescription } from '../documented.ts';
import { exampleKey, exampleKeyHash, exampleMisp, exampleProfile } from '../examples/example-misp.ts';

/** Descriptions that fields of several operations share. */

/** A time in an answer. Not a `date-time`, which needs a zone. */
export function timeInAnswer(description: string): FieldDescription {
  return {
    description: `${description} UTC, without a zone: append \`Z\` before you parse it.`,
    pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}$',
    examples: ['2026-03-01T10:20:30.456'],
  };
}

/** A time in a request. */
export function timeInRequest(description: string): FieldDescription {
  return {
    description: `${description} RFC 3339, cut to milliseconds; without a zone it is UTC. A day alone is refused.`,
  };
}

/**
 * The path parameter. Some rules are only in the description, because an id that breaks them is unknown, not malformed.
 */
export const MISP_ID_IN_PATH: FieldDescription = {
  description:
    'The id of the MISP. It has no run of 32 or more letters and digits, and none of nine or more digits. An ' +
    'id that breaks these rules belongs to no MISP, and is answered as unknown.',
  minLength: 1,
  maxLength: MAX_MISP_ID_LENGTH,
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$',
};

export const MISP_ID: FieldDescription = { description: 'The id of the MISP.', examples: [exampleMisp.id] };

export const MISP_VERSION: FieldDescription = {
  description:
    'The version of the MISP. Every change of the MISP or of one of its licences raises it by one. The header `ETag` shows it too, and ' +
    '`If-Match` takes it.',
  minimum: 1,
};

export const LICENSE_KEY_HASH: FieldDescription = {
  description:
    'SHA-256 of the licence key in lower-case hex. It identifies the licence in records and events, and is not a secret.',
  pattern: '^[0-9a-f]{64}$',
  examples: [exampleKeyHash],
};

/** A licence key in an answer. */
export function licenseKeyInAnswer(description: string): FieldDescription {
  return { description, maxLength: MAX_LICENSE_KEY_LENGTH, examples: [exampleKey] };
}

export const LICENSE_KEY_IN_REQUEST: FieldDescription = {
  description: 'The licence key. White space around it does not count.',
  maxLength: MAX_LICENSE_KEY_LENGTH,
};

export const LICENSE_KEY_HASH_IN_REQUEST: FieldDescription = {
  description:
    'SHA-256 of the licence key in hex, instead of the key. If both fields are sent, both must name the same licence.',
};

/** The fields of a profile in a request, except for the name. */
export const PROFILE = {
  contactNumber: { description: 'A phone number. Any text: it is stored and shown as sent.' },
  emailId: {
    description:
      'An e-mail address in ASCII. White space around it does not count. If it is not well-formed, the answer is PMS_MSP_401.',
    format: 'email',
  },
  address: { description: 'A postal address. It may have several lines.' },
} as const satisfies Readonly<Record<Exclude<keyof MispProfile, 'name'>, FieldDescription>>;

/** The profile of a MISP in an answer. */
export const PROFILE_IN_ANSWER = {
  name: { description: 'The name of the organization, as it was sent.', examples: [exampleProfile.name] },
  address: { description: 'The postal address.', examples: [exampleProfile.address] },
  contactNumber: { description: 'The phone number.', examples: [exampleProfile.contactNumber] },
  emailId: { description: 'The e-mail address.', examples: [exampleProfile.emailId] },
} as const satisfies Readonly<Record<keyof MispProfile, FieldDescription>>;

export const ORGANIZATION_NAME: FieldDescription = {
  description:
    'The name of the organization. No two MISPs share one: case, white space and invisible characters make no difference.',
};

export const NAME_PREFIX = { minLength: 1, maxLength: MAX_NAME_LENGTH } as const;

/** For the words of a status. */
export const ANY_CASE = 'Case does not matter.';

export const PAGE = {
  limit: {
    description:
      'The most MISPs on the page. Without it the page ends at 1 MB of stored items: some 1,000 MISPs, far fewer if they have long texts or many licences.',
  },
  cursor: {
    description:
      '`metadata.nextCursor` of the previous page. A cursor belongs to its list: in another list it is a 400.',
  },
} as const satisfies Readonly<Record<string, FieldDescription>>;
