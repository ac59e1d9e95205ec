import type { Asked } from './call.ts';
import type { OperationName } from './outcomes.ts';
import { conflictingParameters, wrongParameters } from './parameters.ts';
import { timeOf } from './times.ts';

type TextField = readonly [name: string, longest: number];

/** The fields of a profile, except for its name. */
export interface Contact {
  readonly contactNumber: string;
  readonly emailId: string;
  readonly address: string;
}

/** Only these fields, of a valid request or of a MISP. */
export function contactOf({
  contactNumber,
  emailId,
  address,
}: { readonly [Field in keyof Contact]?: unknown }): Contact {
  return { contactNumber: String(contactNumber), emailId: String(emailId).trim(), address: String(address) };
}

const CONTACT: readonly TextField[] = [
  ['contactNumber', 16],
  ['emailId', 256],
  ['address', 2000],
];
/** Words and keys have no maximum length: one that is too long is a wrong word or an unknown key. */
const ANY = Number.POSITIVE_INFINITY;

const required: Readonly<Partial<Record<OperationName, readonly TextField[]>>> = {
  'register-misp': [['organizationName', 128], ...CONTACT],
  'update-misp': [['name', 128], ...CONTACT],
  'process-misp-status': [['mispStatus', ANY]],
  'update-misp-status': [['mispStatus', ANY]],
  'validate-license-key': [['mispLicenseKey', ANY]],
  'update-license-key-status': [
    ['mispLicenseKey', ANY],
    ['mispLicenseKeyStatus', ANY],
  ],
};

/** The fields of a request; `name` stands in for a missing organization name. */
export function fieldsOf({ operation, fields = {} }: Asked): Readonly<Record<string, unknown>> {
  if (operation !== 'register-misp') return fields;
  return { ...fields, organizationName: fields.organizationName ?? fields.name };
}

/** A text field of a valid request; e-mail address and key are trimmed. */
export function textOf(asked: Asked, field: string): string {
  const text = String(fieldsOf(asked)[field]);
  return field === 'emailId' || field === 'mispLicenseKey' ? text.trim() : text;
}

/** A text that identifies what a request asks for, within its operation. */
export function askedText(asked: Asked): string {
  const { operation, fields = {} } = asked;
  if (operation === 'rotate-license-key' || operation === 'change-license-validity') {
    const compared = Object.entries(fields).map(([name, value]) => [
      name,
      name === 'licenseKeyHash' ? String(value).toLowerCase() : value,
    ]);
    return JSON.stringify(compared.filter(([, value]) => value !== undefined));
  }
  return JSON.stringify((required[operation] ?? []).map(([name]) => textOf(asked, name)));
}

const DAY_MS = 24 * 60 * 60 * 1000;
const LONGEST_OVERLAP = 90 * 24 * 60 * 60;
const MOST_DAYS = 3650;

/** Bad fields of the two operations that take a time. */
function badTimes({ operation, fields = {}, at }: Asked & { readonly at: number }): readonly string[] {
  const { overlapSeconds: overlap, validTo, mispLicenseKey: key, licenseKeyHash: hash } = fields;
  const isOverlap = Number.isInteger(overlap) && Number(overlap) >= 0 && Number(overlap) <= LONGEST_OVERLAP;
  const end = typeof validTo === 'string' ? timeOf(validTo) : Number.NaN;
  const isWithinBounds = end > at && end <= at + MOST_DAYS * DAY_MS;
  return [
    ...(operation !== 'rotate-license-key' || isOverlap ? [] : ['overlapSeconds']),
    ...(operation === 'rotate-license-key' || key !== undefined || hash !== undefined ? [] : ['mispLicenseKey']),
    ...(hash === undefined || /^[\da-f]{64}$/i.test(String(hash)) ? [] : ['licenseKeyHash']),
    ...(isWithinBounds || (operation === 'rotate-license-key' && validTo === undefined) ? [] : ['validTo']),
  ];
}

/**
 * The messages about a malformed request. Every bad field of a body is named, and every bad parameter of a query. A
 * cursor is checked only if it is clear which list is meant.
 */
export function inputProblems(
  asked: Asked & { readonly at: number },
  isCursor: (cursor: string) => boolean,
): readonly string[] {
  const fields = fieldsOf(asked);
  const isGood = (value: unknown, longest: number) =>
    Number.isInteger(value) ||
    (typeof value === 'string' && value.trim() !== '' && value.length <= longest && !value.includes('\u0007'));
  const bad = (required[asked.operation] ?? [])
    .filter(([name, longest]) => !isGood(fields[name], longest))
    .map(([name]) => `Missing Input Parameter - request.${name}`);
  if (asked.operation === 'rotate-license-key' || asked.operation === 'change-license-validity') {
    return badTimes(asked).map((name) => `Missing Input Parameter - request.${name}`);
  }
  const faults = [...wrongParameters(asked), ...conflictingParameters(asked)];
  const wrong = ['status', 'expiringBefore', 'name', 'order', 'limit'].filter((name) => faults.includes(name));
  const cursor = asked.query?.cursor;
  const isClear = wrong.every((name) => name === 'limit');
  const isWrongCursor = isClear && cursor !== undefined && !isCursor(cursor);
  const parameters = [...wrong, ...(isWrongCursor ? ['cursor'] : [])];
  return [...bad, ...parameters.map((name) => `Invalid Input Parameter - ${name}`)];
}
