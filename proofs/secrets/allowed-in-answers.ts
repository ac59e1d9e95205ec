import type { OperationName } from '../../functions/operations.ts';

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fields of an operation's `response` in which the contract has secrets; by default none. */
const allowed: Readonly<Partial<Record<OperationName, readonly string[]>>> = {
  'process-misp-status': ['mispLicenseKey'],
  'update-misp': ['contactNumber', 'emailID', 'address'],
  'validate-license-key': ['licenseKey'],
  'download-license-key': ['licenseKey'],
  'rotate-license-key': ['licenseKey'],
};
const allowedOfMisp = ['contactNumber', 'emailId', 'address'];
/** Codes with a message that repeats an unknown key as sent. */
const echoesKey = /"(?:errorCode|code)":"PMS_MSP_406"/;

/**
 * An answer without the fields that may hold a secret.
 * @param sent the licence key of the request, which the error of an unknown key may repeat.
 */
export function withoutAllowed(operation: OperationName, body: string, sent: string | undefined): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return body;
  }
  if (!isFields(parsed)) return body;
  // The caller's own text in the envelope is repeated to it.
  parsed.id = null;
  parsed.version = null;
  const { response } = parsed;
  if (isFields(response)) for (const name of allowed[operation] ?? []) delete response[name];
  for (const one of [response].flat().filter(isFields)) clearMisp(one);
  const left = JSON.stringify(parsed);
  return sent !== undefined && echoesKey.test(left) ? left.replace(` ${JSON.stringify(sent).slice(1, -1)}`, '') : left;
}

function clearMisp({ misp, misp_licenses: licenses }: Fields): void {
  if (isFields(misp)) for (const name of allowedOfMisp) delete misp[name];
  if (Array.isArray(licenses)) {
    for (const license of licenses)
      if (isFields(license?.mispLicenseUniqueKey)) delete license.mispLicenseUniqueKey.license_key;
  }
}
