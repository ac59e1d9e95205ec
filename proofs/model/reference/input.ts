import type { Asked, OperationName } from './call.ts';

type TextField = readonly [name: string, longest: number];

const PROFILE: readonly TextField[] = [
  ['contactNumber', 16],
  ['emailId', 256],
  ['address', 2000],
];
/** Words and keys have no length of their own: one that is too long is a wrong word, an unknown key. */
const ANY = Number.POSITIVE_INFINITY;

const required: Readonly<Partial<Record<OperationName, readonly TextField[]>>> = {
  'register-misp': [['organizationName', 128], ...PROFILE],
  'update-misp': [['name', 128], ...PROFILE],
  'process-misp-status': [['mispStatus', ANY]],
  'update-misp-status': [['mispStatus', ANY]],
  'validate-license-key': [['mispLicenseKey', ANY]],
  'update-license-key-status': [
    ['mispLicenseKey', ANY],
    ['mispLicenseKeyStatus', ANY],
  ],
};

/** The fields of a request; `name` stands in for an organization name that is absent. */
export function fieldsOf({ operation, fields = {} }: Asked): Readonly<Record<string, unknown>> {
  if (operation !== 'register-misp') return fields;
  return { ...fields, organizationName: fields.organizationName ?? fields.name };
}

/** A text field of a request whose input is good: e-mail address and key without white space around them. */
export function textOf(asked: Asked, field: string): string {
  const text = String(fieldsOf(asked)[field]);
  return field === 'emailId' || field === 'mispLicenseKey' ? text.trim() : text;
}

/** Another text for each request to an operation that asks for something else. */
export function askedText(asked: Asked): string {
  return JSON.stringify((required[asked.operation] ?? []).map(([name]) => textOf(asked, name)));
}

/**
 * What is wrong with the form of a request: the messages. Every bad field of a body is named; of a query the first thing,
 * since a cursor means something only where the rest does.
 */
export function inputProblems(asked: Asked, isCursor: (cursor: string) => boolean): readonly string[] {
  const fields = fieldsOf(asked);
  const isGood = (value: unknown, longest: number) =>
    Number.isInteger(value) ||
    (typeof value === 'string' && value.trim() !== '' && value.length <= longest && !value.includes('\u0007'));
  const bad = (required[asked.operation] ?? [])
    .filter(([name, longest]) => !isGood(fields[name], longest))
    .map(([name]) => `Missing Input Parameter - request.${name}`);
  const { limit, cursor } = asked.query ?? {};
  const isLimit = limit === undefined || (/^\d+$/.test(limit) && Number(limit) >= 1 && Number(limit) <= 500);
  if (!isLimit) return ['Invalid Input Parameter - limit'];
  return cursor === undefined || isCursor(cursor) ? bad : ['Invalid Input Parameter - cursor'];
}
