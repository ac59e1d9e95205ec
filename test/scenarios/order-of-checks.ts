import {
  approved,
  expiredLicense,
  fullOfLicenses,
  imported,
  importedTooLarge,
  newKey,
  newName,
  profileFields,
  registered,
} from './arrangements.ts';
import { type AuditSequence, UNKNOWN_ID } from './audit-sequences.ts';
import {
  activityRequest,
  get,
  keyStatusRequest,
  registerRequest,
  rotateRequest,
  statusRequest,
  updateRequest,
  validateRequest,
  validityRequest,
} from './requests.ts';
import type { ServiceDriver } from './service-driver.ts';

/** An illegal MISP id: audit records replace it. */
const IMPOSSIBLE_ID = encodeURIComponent('jane.doe@example.org');
const INVALID = 'INVALID';

const BAD_EMAIL = 'not an address';

async function deActivated(driver: ServiceDriver, id: string): Promise<string> {
  await driver.send(activityRequest(id, 'De-active'));
  return id;
}
async function rejected(driver: ServiceDriver): Promise<string> {
  const { id } = await approved(driver);
  await driver.send(statusRequest(id, 'rejected'));
  return id;
}
async function takenName(driver: ServiceDriver): Promise<string> {
  const name = newName('Taken');
  await registered(driver, name);
  return name;
}
async function expiredKey(driver: ServiceDriver): Promise<{ readonly id: string; readonly key: string }> {
  const key = newKey();
  const { id } = await imported(driver, { licenses: [expiredLicense(key, false)] });
  return { id, key };
}

/** A time this many days from now, as callers write it. */
const inDays = (days: number) => new Date(Date.now() + days * 24 * 60 * 60 * 1000).toISOString();
/** Further ahead than any licence may end. */
const TOO_FAR = '9999-12-31T00:00:00Z';

const turnedAway = { events: [], status: 400 } as const;
const badField = { ...turnedAway, error: 'PMS_COR_001' } as const;
const badParameter = { ...turnedAway, error: 'PMS_COR_002' } as const;

/**
 * Requests to which two rules apply, in the order in which they are checked: docs/rules.md, "The order of checks".
 * `path` names the rule that answers, then the other.
 */
export const orderOfChecks: readonly AuditSequence[] = [
  // The form of the request, before anything else.
  {
    operation: 'register-misp',
    path: 'a missing field before a bad e-mail address',
    arrange: async () => ({
      request: registerRequest({ ...profileFields(newName()), emailId: BAD_EMAIL, address: undefined }),
    }),
    ...badField,
  },
  {
    operation: 'register-misp',
    path: 'a blank field before a taken name',
    arrange: async (driver) => ({
      request: registerRequest({ ...profileFields(await takenName(driver)), address: ' ' }),
    }),
    ...badField,
  },
  {
    operation: 'process-misp-status',
    path: 'a blank word before an unknown id',
    arrange: async () => ({ request: statusRequest(UNKNOWN_ID, ' ') }),
    ...badField,
  },
  {
    operation: 'process-misp-status',
    path: 'a word with a forbidden character before a state',
    arrange: async (driver) => ({ request: statusRequest(await rejected(driver), 'rejected\u0000') }),
    ...badField,
  },
  {
    operation: 'update-misp',
    path: 'a blank name before a bad e-mail address',
    arrange: async (driver) => ({ request: updateRequest(await registered(driver), '\u200b', BAD_EMAIL) }),
    ...badField,
  },
  {
    operation: 'update-misp',
    path: 'a name that is too long before an unknown id',
    arrange: async () => ({ request: updateRequest(UNKNOWN_ID, 'x'.repeat(129)) }),
    ...badField,
  },
  {
    operation: 'update-misp',
    path: 'a blank name before an illegal id',
    arrange: async () => ({ request: updateRequest(IMPOSSIBLE_ID, '') }),
    ...badField,
  },
  {
    operation: 'validate-license-key',
    path: 'a blank key before an unknown id',
    arrange: async () => ({ request: validateRequest(UNKNOWN_ID, ' ') }),
    ...badField,
  },
  {
    operation: 'update-misp-status',
    path: 'a blank word before an unknown id',
    arrange: async () => ({ request: activityRequest(UNKNOWN_ID, '') }),
    ...badField,
  },
  {
    operation: 'update-license-key-status',
    path: 'a blank key before a wrong word',
    arrange: async () => ({ request: keyStatusRequest(UNKNOWN_ID, ' ', 'on') }),
    ...badField,
  },
  {
    operation: 'update-license-key-status',
    path: 'a blank word before an unknown key',
    arrange: async () => ({ request: keyStatusRequest(UNKNOWN_ID, newKey(), ' ') }),
    ...badField,
  },
  {
    operation: 'rotate-license-key',
    path: 'a bad field before an unknown id',
    arrange: async () => ({ request: rotateRequest(UNKNOWN_ID, 0.5) }),
    ...badField,
  },
  {
    operation: 'rotate-license-key',
    path: 'an end that is out of range before an unknown id',
    arrange: async () => ({ request: rotateRequest(UNKNOWN_ID, 0, TOO_FAR) }),
    ...badField,
  },
  {
    operation: 'rotate-license-key',
    path: 'an end in the past before not approved',
    arrange: async (driver) => ({ request: rotateRequest(await registered(driver), 0, inDays(-1)) }),
    ...badField,
  },
  {
    operation: 'change-license-validity',
    path: 'a bad field before an unknown id',
    arrange: async () => ({ request: validityRequest(UNKNOWN_ID, { mispLicenseKey: newKey() }, '2026-02-30') }),
    ...badField,
  },
  {
    operation: 'change-license-validity',
    path: 'no licence named before an unknown id',
    arrange: async () => ({ request: validityRequest(UNKNOWN_ID, {}, inDays(1)) }),
    ...badField,
  },
  {
    operation: 'change-license-validity',
    path: 'an end that is out of range before an unknown key',
    arrange: async () => ({ request: validityRequest(UNKNOWN_ID, { mispLicenseKey: newKey() }, TOO_FAR) }),
    ...badField,
  },
  {
    operation: 'change-license-validity',
    path: 'an end in the past before an expired licence',
    arrange: async (driver) => {
      const { id, key } = await expiredKey(driver);
      return { request: validityRequest(id, { mispLicenseKey: key }, inDays(-1)) };
    },
    ...badField,
  },
  {
    operation: 'find-misps-by-name',
    path: 'a bad limit before nothing found',
    arrange: async () => ({ request: get('/misps/name/nobody%20is%20called%20so?limit=0') }),
    ...badParameter,
  },
  {
    operation: 'find-misps-by-name',
    path: 'a bad cursor before nothing found',
    arrange: async () => ({ request: get('/misps/name/%E2%80%AE?cursor=abc') }),
    ...badParameter,
  },
  {
    operation: 'list-misps',
    path: 'a bad filter before a cursor of another list',
    arrange: async () => ({ request: get(`/misps?status=x&cursor=${encodeCursor(['acme', '100'])}`) }),
    ...badParameter,
  },
  // Checks without a read: words and e-mail addresses.
  {
    operation: 'register-misp',
    path: 'a bad e-mail address before a taken name',
    arrange: async (driver) => ({
      request: registerRequest({ ...profileFields(await takenName(driver)), emailId: BAD_EMAIL }),
    }),
    events: ['101', '401'],
    error: 'PMS_MSP_401',
  },
  {
    operation: 'process-misp-status',
    path: 'a wrong word before an unknown id',
    arrange: async () => ({ request: statusRequest(UNKNOWN_ID, 'accepted'), about: UNKNOWN_ID }),
    events: ['104', '403'],
    error: 'PMS_MSP_403',
  },
  {
    operation: 'process-misp-status',
    path: 'a wrong word before an illegal id',
    arrange: async () => ({ request: statusRequest(IMPOSSIBLE_ID, 'accepted'), about: INVALID }),
    events: ['104', '403'],
    error: 'PMS_MSP_403',
  },
  {
    operation: 'process-misp-status',
    path: 'a wrong word before a state',
    arrange: async (driver) => {
      const about = await deActivated(driver, await registered(driver));
      return { request: statusRequest(about, 'Active'), about };
    },
    events: ['104', '403'],
    error: 'PMS_MSP_403',
  },
  {
    operation: 'update-misp',
    path: 'a bad e-mail address before an unknown id',
    arrange: async () => ({ request: updateRequest(UNKNOWN_ID, newName(), BAD_EMAIL), about: UNKNOWN_ID }),
    events: ['107', '416'],
    error: 'PMS_MSP_401',
  },
  {
    operation: 'update-misp',
    path: 'a bad e-mail address before an illegal id',
    arrange: async () => ({ request: updateRequest(IMPOSSIBLE_ID, newName(), BAD_EMAIL), about: INVALID }),
    events: ['107', '416'],
    error: 'PMS_MSP_401',
  },
  {
    operation: 'update-misp',
    path: 'a bad e-mail address before a taken name',
    arrange: async (driver) => {
      const about = await registered(driver);
      return { request: updateRequest(about, await takenName(driver), BAD_EMAIL), about };
    },
    events: ['107', '416'],
    error: 'PMS_MSP_401',
  },
  {
    operation: 'update-misp-status',
    path: 'a wrong word before an unknown id',
    arrange: async () => ({ request: activityRequest(UNKNOWN_ID, 'approved'), about: UNKNOWN_ID }),
    events: ['112', '407'],
    error: 'PMS_MSP_407',
  },
  {
    operation: 'update-misp-status',
    path: 'a wrong word before an illegal id',
    arrange: async () => ({ request: activityRequest(IMPOSSIBLE_ID, 'approved'), about: INVALID }),
    events: ['112', '407'],
    error: 'PMS_MSP_407',
  },
  {
    operation: 'update-license-key-status',
    path: 'a wrong word before an unknown key',
    arrange: async () => ({ request: keyStatusRequest(UNKNOWN_ID, newKey(), 'on'), about: UNKNOWN_ID }),
    events: ['114', '418'],
    error: 'PMS_MSP_418',
  },
  {
    operation: 'update-license-key-status',
    path: "a wrong word before another MISP's key",
    arrange: async (driver) => {
      const { key } = await approved(driver);
      const about = await registered(driver);
      return { request: keyStatusRequest(about, key, 'on'), about };
    },
    events: ['114', '418'],
    error: 'PMS_MSP_418',
  },
  {
    operation: 'update-license-key-status',
    path: 'a wrong word before an expired key',
    arrange: async (driver) => {
      const { id, key } = await expiredKey(driver);
      return { request: keyStatusRequest(id, key, 'activate'), about: id };
    },
    events: ['114', '418'],
    error: 'PMS_MSP_418',
  },
  // MISP or licence unknown.
  {
    operation: 'update-misp',
    path: 'an unknown id before a taken name',
    arrange: async (driver) => ({ request: updateRequest(UNKNOWN_ID, await takenName(driver)), about: UNKNOWN_ID }),
    events: ['107', '414'],
    error: 'PMS_MSP_005',
  },
  {
    operation: 'update-misp',
    path: 'an illegal id before a taken name',
    arrange: async (driver) => ({ request: updateRequest(IMPOSSIBLE_ID, await takenName(driver)), about: INVALID }),
    events: ['107', '414'],
    error: 'PMS_MSP_005',
  },
  {
    operation: 'validate-license-key',
    path: 'an unknown key before an unknown id',
    arrange: async () => ({ request: validateRequest(UNKNOWN_ID, newKey()), about: UNKNOWN_ID }),
    events: ['109', '406'],
    error: 'PMS_MSP_406',
  },
  {
    operation: 'validate-license-key',
    path: "another MISP's key before an unknown id",
    arrange: async (driver) => {
      const { key } = await approved(driver);
      return { request: validateRequest(UNKNOWN_ID, key), about: UNKNOWN_ID };
    },
    events: ['109', '110', '111', '415'],
    error: 'PMS_MSP_408',
  },
  {
    operation: 'validate-license-key',
    path: "an illegal id before another MISP's key",
    arrange: async (driver) => {
      const { key } = await approved(driver);
      return { request: validateRequest(IMPOSSIBLE_ID, key), about: INVALID };
    },
    events: ['109', '406'],
    error: 'PMS_MSP_406',
  },
  {
    operation: 'validate-license-key',
    path: "another MISP's key before its expiry",
    arrange: async (driver) => {
      const { key } = await expiredKey(driver);
      const about = await registered(driver);
      return { request: validateRequest(about, key), about };
    },
    events: ['109', '110', '111', '415'],
    error: 'PMS_MSP_408',
  },
  {
    operation: 'update-license-key-status',
    path: 'an unknown key before an unknown id',
    arrange: async () => ({ request: keyStatusRequest(UNKNOWN_ID, newKey(), 'Active'), about: UNKNOWN_ID }),
    events: ['114', '406'],
    error: 'PMS_MSP_406',
  },
  {
    operation: 'update-license-key-status',
    path: "an illegal id before another MISP's key",
    arrange: async (driver) => {
      const { key } = await approved(driver);
      return { request: keyStatusRequest(IMPOSSIBLE_ID, key, 'De-active'), about: INVALID };
    },
    events: ['114', '406'],
    error: 'PMS_MSP_406',
  },
  {
    operation: 'update-license-key-status',
    path: "another MISP's key before its expiry",
    arrange: async (driver) => {
      const { key } = await expiredKey(driver);
      const about = await registered(driver);
      return { request: keyStatusRequest(about, key, 'Active'), about };
    },
    events: ['114', '408'],
    error: 'PMS_MSP_408',
  },
  {
    operation: 'rotate-license-key',
    path: 'an illegal id',
    arrange: async () => ({ request: rotateRequest(IMPOSSIBLE_ID, 0), about: INVALID }),
    events: ['150', '414'],
    error: 'PMS_MSP_005',
  },
  {
    operation: 'change-license-validity',
    path: 'an unknown key before an unknown id',
    arrange: async () => ({
      request: validityRequest(UNKNOWN_ID, { mispLicenseKey: newKey() }, inDays(1)),
      about: UNKNOWN_ID,
    }),
    events: ['152', '406'],
    error: 'PMS_MSP_406',
  },
  {
    operation: 'change-license-validity',
    path: "another MISP's key before an unknown id",
    arrange: async (driver) => {
      const { key } = await approved(driver);
      return { request: validityRequest(UNKNOWN_ID, { mispLicenseKey: key }, inDays(1)), about: UNKNOWN_ID };
    },
    events: ['152', '408'],
    error: 'PMS_MSP_408',
  },
  {
    operation: 'change-license-validity',
    path: "an illegal id before another MISP's key",
    arrange: async (driver) => {
      const { key } = await approved(driver);
      return { request: validityRequest(IMPOSSIBLE_ID, { mispLicenseKey: key }, inDays(1)), about: INVALID };
    },
    events: ['152', '406'],
    error: 'PMS_MSP_406',
  },
  {
    operation: 'change-license-validity',
    path: "another MISP's licence before its expiry",
    arrange: async (driver) => {
      const { key } = await expiredKey(driver);
      const about = await registered(driver);
      return { request: validityRequest(about, { mispLicenseKey: key }, inDays(1)), about };
    },
    events: ['152', '408'],
    error: 'PMS_MSP_408',
  },
  // The state of what was found.
  {
    operation: 'process-misp-status',
    path: 'approved already before de-active',
    arrange: async (driver) => {
      const about = await deActivated(driver, (await approved(driver)).id);
      return { request: statusRequest(about, 'approved'), about };
    },
    events: ['104', '104', '404'],
    error: 'PMS_MSP_404',
  },
  {
    operation: 'process-misp-status',
    path: 'rejected already before de-active',
    arrange: async (driver) => {
      const about = await deActivated(driver, await rejected(driver));
      return { request: statusRequest(about, 'rejected'), about };
    },
    events: ['104', '104', '404'],
    error: 'PMS_MSP_404',
  },
  {
    operation: 'download-license-key',
    path: 'not approved before de-active',
    arrange: async (driver) => {
      const about = await deActivated(driver, await registered(driver));
      return { request: get(`/misps/${about}/licenseKey`), about };
    },
    events: ['120', '410'],
    error: 'PMS_MSP_419',
  },
  {
    operation: 'download-license-key',
    path: 'de-active before no licence',
    arrange: async (driver) => {
      const { id } = await imported(driver, { isActive: false, licenses: [] });
      return { request: get(`/misps/${id}/licenseKey`), about: id };
    },
    events: ['120', '411'],
    error: 'PMS_MSP_405',
  },
  {
    operation: 'download-license-key',
    path: 'de-active before no active licence',
    arrange: async (driver) => {
      const { id } = await imported(driver, { isActive: false, licenses: [expiredLicense(newKey(), false)] });
      return { request: get(`/misps/${id}/licenseKey`), about: id };
    },
    events: ['120', '411'],
    error: 'PMS_MSP_405',
  },
  {
    operation: 'rotate-license-key',
    path: 'not approved before de-active',
    arrange: async (driver) => {
      const about = await deActivated(driver, await registered(driver));
      return { request: rotateRequest(about, 0), about };
    },
    events: ['150', '450'],
    error: 'PMS_MSP_419',
  },
  {
    operation: 'rotate-license-key',
    path: 'not approved before too many licences',
    arrange: async (driver) => {
      const { id } = await imported(driver, { status: 'rejected', licenses: fullOfLicenses() });
      return { request: rotateRequest(id, 3600), about: id };
    },
    events: ['150', '450'],
    error: 'PMS_MSP_419',
  },
  {
    operation: 'rotate-license-key',
    path: 'de-active before too many licences',
    arrange: async (driver) => {
      const { id } = await imported(driver, { isActive: false, licenses: fullOfLicenses() });
      return { request: rotateRequest(id, 3600), about: id };
    },
    events: ['150', '451'],
    error: 'PMS_MSP_405',
  },
  {
    operation: 'rotate-license-key',
    path: 'too many licences before the size',
    arrange: async (driver) => {
      const { id } = await importedTooLarge(driver, { licenses: fullOfLicenses() });
      return { request: rotateRequest(id, 3600), about: id };
    },
    events: ['150', '452'],
    error: 'PMS_MSP_901',
  },
  {
    operation: 'change-license-validity',
    path: 'expired before the size',
    arrange: async (driver) => {
      const key = newKey();
      const { id } = await importedTooLarge(driver, { licenses: [expiredLicense(key)] });
      return { request: validityRequest(id, { mispLicenseKey: key }, inDays(1)), about: id };
    },
    events: ['152', '454'],
    error: 'PMS_MSP_419',
  },
];

function encodeCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}
