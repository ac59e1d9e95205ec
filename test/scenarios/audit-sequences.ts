import type { OperationName } from '../../functions/operations.ts';
import {
  approved,
  done,
  expiredLicense,
  fullOfLicenses,
  imported,
  importedTooLarge,
  license,
  moreExpiredThanStay,
  newKey,
  newName,
  profileFields,
  registered,
} from './arrangements.ts';
import {
  APPROVED_WHILE_ONE_LEAVES,
  type Cost,
  change,
  DECIDED,
  DOES_NOT_FIT,
  entries,
  LICENSE_LEAVES,
  NAME_TAKEN,
  NOT_RUNNING_OUT,
  QUERY_THEN_ROW,
  READ_THEN_ROW,
  ROW_ALONE,
  readsThenRow,
  SECOND_LICENSE,
} from './cost.ts';
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
import type { ServiceDriver, ServiceRequest } from './service-driver.ts';

/** One row of the table of audit sequences: how to produce it, and what must reach the bus. */
export interface AuditSequence {
  readonly operation: OperationName;
  readonly path: string;
  /** Creates the state. Returns the request, and the MISP that its records must name. */
  readonly arrange: (driver: ServiceDriver) => Promise<{ readonly request: ServiceRequest; readonly about?: string }>;
  /** Digits of the event ids, in order. */
  readonly events: readonly string[];
  /** The error code of the 1.1.4 generation; absent if the operation succeeds. */
  readonly error?: string;
  /** The outcome in the records, if it differs from the answer: a repeat records the outcome of the first request. */
  readonly outcome?: string;
  /** The HTTP status; 200 unless the request is refused before the operation starts. */
  readonly status?: number;
  /** Whether the MISP's version was raised. */
  readonly changes?: boolean;
  /** Domain events: the reasons of the verdicts, in any order. */
  readonly verdicts?: readonly string[];
}

/** A sequence whose calls and capacity units on DynamoDB are known. */
export interface CountedSequence extends AuditSequence {
  readonly cost: Cost;
}

export const UNKNOWN_ID = 'no-such-misp';

/** Every path of every operation, for a caller with every right, without retry headers. */
export const operationSequences: readonly CountedSequence[] = [
  // 1 register
  {
    operation: 'register-misp',
    path: 'done',
    arrange: async () => ({ request: registerRequest(profileFields(newName())) }),
    events: ['101', '102', '103', '212', '200'],
    // The counter; then MISP, name, row.
    cost: {
      calls: ['UpdateItem', 'TransactWriteItems'],
      reads: 0,
      writes: 1 + 2 * 3,
      indexWrites: entries(NOT_RUNNING_OUT),
    },
    changes: true,
  },
  {
    operation: 'register-misp',
    path: 'bad e-mail',
    arrange: async () => ({ request: registerRequest({ ...profileFields(newName()), emailId: 'info@' }) }),
    events: ['101', '401'],
    cost: ROW_ALONE,
    error: 'PMS_MSP_401',
  },
  {
    operation: 'register-misp',
    path: 'name taken',
    arrange: async (driver) => {
      const name = newName();
      await registered(driver, name);
      return { request: registerRequest(profileFields(`  ${name.toUpperCase()} `)) };
    },
    events: ['101', '417'],
    cost: NAME_TAKEN,
    error: 'PMS_MSP_402',
  },
  // 2 status
  {
    operation: 'process-misp-status',
    path: 'approved',
    arrange: async (driver) => {
      const about = await registered(driver);
      return { request: statusRequest(about, 'Approved'), about };
    },
    events: ['104', '104', '202', '121', '201'],
    // MISP, pointer, row.
    cost: change(3, DECIDED),
    changes: true,
    verdicts: ['VALID'],
  },
  {
    operation: 'process-misp-status',
    path: 'approved, and an expired licence removed',
    arrange: async (driver) => {
      const { id } = await imported(driver, { status: 'rejected', licenses: moreExpiredThanStay() });
      return { request: statusRequest(id, 'approved'), about: id };
    },
    events: ['104', '104', '202', '121', '201'],
    cost: APPROVED_WHILE_ONE_LEAVES,
    changes: true,
    verdicts: ['VALID'],
  },
  {
    operation: 'process-misp-status',
    path: 'rejected',
    arrange: async (driver) => {
      const { id } = await approved(driver);
      return { request: statusRequest(id, 'rejected'), about: id };
    },
    events: ['104', '104', '202', '106', '105', '201'],
    cost: change(2, DECIDED),
    changes: true,
    verdicts: ['MISP_REJECTED'],
  },
  {
    operation: 'process-misp-status',
    path: 'wrong word',
    arrange: async (driver) => {
      const about = await registered(driver);
      return { request: statusRequest(about, 'accepted'), about };
    },
    events: ['104', '403'],
    cost: ROW_ALONE,
    error: 'PMS_MSP_403',
  },
  {
    operation: 'process-misp-status',
    path: 'unknown id',
    arrange: async () => ({ request: statusRequest(UNKNOWN_ID, 'approved'), about: UNKNOWN_ID }),
    events: ['104', '414'],
    cost: READ_THEN_ROW,
    error: 'PMS_MSP_005',
  },
  {
    operation: 'process-misp-status',
    path: 'already',
    arrange: async (driver) => {
      const { id } = await approved(driver);
      return { request: statusRequest(id, 'approved'), about: id };
    },
    events: ['104', '104', '404'],
    cost: READ_THEN_ROW,
    error: 'PMS_MSP_404',
  },
  {
    operation: 'process-misp-status',
    path: 'de-active and approve',
    arrange: async (driver) => {
      const about = await registered(driver);
      await done(driver, activityRequest(about, 'De-active'));
      return { request: statusRequest(about, 'approved'), about };
    },
    events: ['104', '104', '405'],
    cost: READ_THEN_ROW,
    error: 'PMS_MSP_405',
  },
  {
    operation: 'process-misp-status',
    path: 'too many licences',
    arrange: async (driver) => {
      const { id } = await imported(driver, { status: 'rejected', licenses: fullOfLicenses() });
      return { request: statusRequest(id, 'approved'), about: id };
    },
    events: ['104', '104', '452'],
    cost: { ...READ_THEN_ROW, reads: 4 },
    error: 'PMS_MSP_901',
  },
  {
    operation: 'process-misp-status',
    path: 'too large',
    arrange: async (driver) => {
      const { id } = await importedTooLarge(driver);
      return { request: statusRequest(id, 'rejected'), about: id };
    },
    events: ['104', '463'],
    cost: DOES_NOT_FIT,
    error: 'PMS_MSP_905',
  },
  // 3 update
  {
    operation: 'update-misp',
    path: 'done',
    arrange: async (driver) => {
      const about = await registered(driver);
      return { request: updateRequest(about, newName('Renamed')), about };
    },
    events: ['107', '108', '203'],
    // MISP, new name, old name, row.
    cost: change(4, entries({ byName: 2, ...NOT_RUNNING_OUT })),
    changes: true,
  },
  {
    operation: 'update-misp',
    path: 'bad e-mail',
    arrange: async (driver) => {
      const about = await registered(driver);
      return { request: updateRequest(about, newName(), 'not an address'), about };
    },
    events: ['107', '416'],
    cost: ROW_ALONE,
    error: 'PMS_MSP_401',
  },
  {
    operation: 'update-misp',
    path: 'unknown id',
    arrange: async () => ({ request: updateRequest(UNKNOWN_ID, newName()), about: UNKNOWN_ID }),
    events: ['107', '414'],
    cost: READ_THEN_ROW,
    error: 'PMS_MSP_005',
  },
  {
    operation: 'update-misp',
    path: 'name taken',
    arrange: async (driver) => {
      const taken = newName();
      await registered(driver, taken);
      const about = await registered(driver);
      return { request: updateRequest(about, taken), about };
    },
    events: ['107', '402'],
    cost: {
      calls: ['GetItem', 'TransactWriteItems failed', 'PutItem'],
      reads: 1,
      writes: 1,
      indexWrites: 0,
    },
    error: 'PMS_MSP_402',
  },
  {
    operation: 'update-misp',
    path: 'too large',
    arrange: async (driver) => {
      const { id } = await importedTooLarge(driver);
      return { request: updateRequest(id, newName('A name that takes more room')), about: id };
    },
    events: ['107', '463'],
    // Another transaction, which cannot succeed, checks whether the new name is taken.
    cost: {
      ...DOES_NOT_FIT,
      calls: ['GetItem', 'TransactWriteItems failed', 'TransactWriteItems failed', 'PutItem'],
    },
    error: 'PMS_MSP_905',
  },
  // 4 validate
  {
    operation: 'validate-license-key',
    path: 'done, valid',
    arrange: async (driver) => {
      const { id, key } = await approved(driver);
      return { request: validateRequest(id, key), about: id };
    },
    events: ['109', '110', '111', '204'],
    cost: READ_THEN_ROW,
  },
  {
    operation: 'validate-license-key',
    path: 'done, expired',
    arrange: async (driver) => {
      const key = newKey();
      const { id } = await imported(driver, { licenses: [expiredLicense(key)] });
      return { request: validateRequest(id, key), about: id };
    },
    events: ['109', '110', '111', '204'],
    cost: READ_THEN_ROW,
  },
  {
    operation: 'validate-license-key',
    path: 'unknown key',
    arrange: async (driver) => {
      const { id } = await approved(driver);
      return { request: validateRequest(id, newKey()), about: id };
    },
    events: ['109', '406'],
    cost: readsThenRow(2),
    error: 'PMS_MSP_406',
  },
  {
    operation: 'validate-license-key',
    path: 'key of another MISP',
    arrange: async (driver) => {
      const { key } = await approved(driver);
      const { id } = await approved(driver);
      return { request: validateRequest(id, key), about: id };
    },
    events: ['109', '110', '111', '415'],
    cost: readsThenRow(3),
    error: 'PMS_MSP_408',
  },
  // 5 MISP status
  {
    operation: 'update-misp-status',
    path: 'done',
    arrange: async (driver) => {
      const { id } = await approved(driver);
      return { request: activityRequest(id, 'de-ACTIVE'), about: id };
    },
    events: ['112', '211', '106', '113', '205'],
    // A de-activated MISP no longer runs out.
    cost: change(2, entries({})),
    changes: true,
    verdicts: ['MISP_DEACTIVATED'],
  },
  {
    operation: 'update-misp-status',
    path: 'done, nothing to change',
    arrange: async (driver) => {
      const { id } = await approved(driver);
      return { request: activityRequest(id, 'Active'), about: id };
    },
    events: ['112', '211', '106', '113', '205'],
    cost: READ_THEN_ROW,
  },
  {
    operation: 'update-misp-status',
    path: 'wrong word',
    arrange: async (driver) => {
      const about = await registered(driver);
      return { request: activityRequest(about, 'inactive'), about };
    },
    events: ['112', '407'],
    cost: ROW_ALONE,
    error: 'PMS_MSP_407',
  },
  {
    operation: 'update-misp-status',
    path: 'unknown id',
    arrange: async () => ({ request: activityRequest(UNKNOWN_ID, 'Active'), about: UNKNOWN_ID }),
    events: ['112', '414'],
    cost: READ_THEN_ROW,
    error: 'PMS_MSP_005',
  },
  {
    operation: 'update-misp-status',
    path: 'too large',
    arrange: async (driver) => {
      const { id } = await importedTooLarge(driver);
      return { request: activityRequest(id, 'De-active'), about: id };
    },
    events: ['112', '463'],
    cost: DOES_NOT_FIT,
    error: 'PMS_MSP_905',
  },
  // 6 key status
  {
    operation: 'update-license-key-status',
    path: 'done',
    arrange: async (driver) => {
      const { id, key } = await approved(driver);
      return { request: keyStatusRequest(id, key, 'De-Active'), about: id };
    },
    events: ['114', '115', '206'],
    // Without a switched-on licence it no longer runs out.
    cost: change(2, entries({})),
    changes: true,
    verdicts: ['LICENSE_DEACTIVATED'],
  },
  {
    operation: 'update-license-key-status',
    path: 'done, nothing to change',
    arrange: async (driver) => {
      const { id, key } = await approved(driver);
      return { request: keyStatusRequest(id, key, 'active'), about: id };
    },
    events: ['114', '115', '206'],
    cost: READ_THEN_ROW,
  },
  {
    operation: 'update-license-key-status',
    path: 'wrong word',
    arrange: async (driver) => {
      const { id, key } = await approved(driver);
      return { request: keyStatusRequest(id, key, 'on'), about: id };
    },
    events: ['114', '418'],
    cost: ROW_ALONE,
    error: 'PMS_MSP_418',
  },
  {
    operation: 'update-license-key-status',
    path: 'unknown key',
    arrange: async (driver) => {
      const { id } = await approved(driver);
      return { request: keyStatusRequest(id, newKey(), 'Active'), about: id };
    },
    events: ['114', '406'],
    cost: readsThenRow(2),
    error: 'PMS_MSP_406',
  },
  {
    operation: 'update-license-key-status',
    path: "other MISP's key",
    arrange: async (driver) => {
      const { key } = await approved(driver);
      return { request: keyStatusRequest(UNKNOWN_ID, key, 'De-active'), about: UNKNOWN_ID };
    },
    events: ['114', '408'],
    cost: readsThenRow(2),
    error: 'PMS_MSP_408',
  },
  {
    operation: 'update-license-key-status',
    path: 'expired',
    arrange: async (driver) => {
      const key = newKey();
      const { id } = await imported(driver, { licenses: [expiredLicense(key, false)] });
      return { request: keyStatusRequest(id, key, 'Active'), about: id };
    },
    events: ['114', '419'],
    cost: READ_THEN_ROW,
    error: 'PMS_MSP_419',
  },
  {
    operation: 'update-license-key-status',
    path: 'too large',
    arrange: async (driver) => {
      const key = newKey();
      const { id } = await importedTooLarge(driver, { licenses: [license({ key })] });
      return { request: keyStatusRequest(id, key, 'De-active'), about: id };
    },
    events: ['114', '463'],
    cost: DOES_NOT_FIT,
    error: 'PMS_MSP_905',
  },
  // 7 list (empty without a filter only on a separate store: see the test)
  {
    operation: 'list-misps',
    path: 'done',
    arrange: async (driver) => {
      await registered(driver);
      return { request: get('/misps?limit=1') };
    },
    events: ['116', '207'],
    cost: QUERY_THEN_ROW,
  },
  {
    operation: 'list-misps',
    path: 'done, by status',
    arrange: async (driver) => {
      await registered(driver);
      return { request: get('/misps?status=inprogress&order=newest&limit=1') };
    },
    events: ['116', '207'],
    cost: QUERY_THEN_ROW,
  },
  {
    operation: 'list-misps',
    path: 'done, by expiry',
    arrange: async (driver) => {
      await approved(driver);
      return { request: get('/misps?expiringBefore=9999-12-31T23:59:59Z&limit=1') };
    },
    events: ['116', '207'],
    cost: QUERY_THEN_ROW,
  },
  {
    operation: 'list-misps',
    path: 'done, by name',
    arrange: async (driver) => {
      const name = newName('A/C');
      await registered(driver, name);
      return { request: get(`/misps?name=${encodeURIComponent(name)}`) };
    },
    events: ['116', '207'],
    cost: QUERY_THEN_ROW,
  },
  {
    operation: 'list-misps',
    path: 'none',
    arrange: async () => ({ request: get('/misps?name=nobody%20at%20all') }),
    events: ['116', '409'],
    cost: QUERY_THEN_ROW,
    error: 'PMS_MSP_409',
  },
  // 8 get
  {
    operation: 'get-misp',
    path: 'done',
    arrange: async (driver) => {
      const about = await registered(driver);
      return { request: get(`/misps/mispId/${about}`), about };
    },
    events: ['117', '118', '208'],
    cost: READ_THEN_ROW,
  },
  {
    operation: 'get-misp',
    path: 'unknown',
    arrange: async () => ({ request: get(`/misps/mispId/${UNKNOWN_ID}`), about: UNKNOWN_ID }),
    events: ['117', '414'],
    cost: READ_THEN_ROW,
    error: 'PMS_MSP_005',
  },
  // 9 find
  {
    operation: 'find-misps-by-name',
    path: 'done',
    arrange: async (driver) => {
      const name = newName('Findable');
      await registered(driver, name);
      return { request: get(`/misps/name/${encodeURIComponent(name.toUpperCase())}`) };
    },
    events: ['119', '209'],
    cost: QUERY_THEN_ROW,
  },
  {
    operation: 'find-misps-by-name',
    path: 'none',
    arrange: async () => ({ request: get('/misps/name/nobody%20is%20called%20so') }),
    events: ['119', '410'],
    cost: QUERY_THEN_ROW,
    error: 'PMS_MSP_409',
  },
  // 10 download
  {
    operation: 'download-license-key',
    path: 'done',
    arrange: async (driver) => {
      const { id } = await approved(driver);
      return { request: get(`/misps/${id}/licenseKey`), about: id };
    },
    events: ['120', '210'],
    cost: READ_THEN_ROW,
  },
  {
    operation: 'download-license-key',
    path: 'renewed',
    arrange: async (driver) => {
      const { id } = await imported(driver, { licenses: [expiredLicense(newKey())] });
      return { request: get(`/misps/${id}/licenseKey`), about: id };
    },
    events: ['120', '121', '210'],
    // MISP, pointer, row; with two licences the MISP exceeds 1 KB and costs twice.
    cost: change(4, SECOND_LICENSE),
    changes: true,
    verdicts: ['VALID'],
  },
  {
    operation: 'download-license-key',
    path: 'renewed, and an expired licence removed',
    arrange: async (driver) => {
      const { id } = await imported(driver, { licenses: moreExpiredThanStay() });
      return { request: get(`/misps/${id}/licenseKey`), about: id };
    },
    events: ['120', '121', '210'],
    cost: LICENSE_LEAVES,
    changes: true,
    verdicts: ['VALID'],
  },
  {
    operation: 'download-license-key',
    path: 'unknown',
    arrange: async () => ({ request: get(`/misps/${UNKNOWN_ID}/licenseKey`), about: UNKNOWN_ID }),
    events: ['120', '414'],
    cost: READ_THEN_ROW,
    error: 'PMS_MSP_005',
  },
  {
    operation: 'download-license-key',
    path: 'not approved',
    arrange: async (driver) => {
      const about = await registered(driver);
      return { request: get(`/misps/${about}/licenseKey`), about };
    },
    events: ['120', '410'],
    cost: READ_THEN_ROW,
    error: 'PMS_MSP_419',
  },
  {
    operation: 'download-license-key',
    path: 'de-active',
    arrange: async (driver) => {
      const { id } = await approved(driver);
      await done(driver, activityRequest(id, 'De-active'));
      return { request: get(`/misps/${id}/licenseKey`), about: id };
    },
    events: ['120', '411'],
    cost: READ_THEN_ROW,
    error: 'PMS_MSP_405',
  },
  {
    operation: 'download-license-key',
    path: 'no licence',
    arrange: async (driver) => {
      const { id } = await imported(driver, { licenses: [] });
      return { request: get(`/misps/${id}/licenseKey`), about: id };
    },
    events: ['120', '412'],
    cost: READ_THEN_ROW,
    error: 'PMS_MSP_406',
  },
  {
    operation: 'download-license-key',
    path: 'none active',
    arrange: async (driver) => {
      const { id } = await imported(driver, { licenses: [license({ key: newKey(), isSwitchedOn: false })] });
      return { request: get(`/misps/${id}/licenseKey`), about: id };
    },
    events: ['120', '413'],
    cost: READ_THEN_ROW,
    error: 'PMS_MSP_413',
  },
  {
    operation: 'download-license-key',
    path: 'too many licences',
    arrange: async (driver) => {
      const { id } = await imported(driver, { licenses: [...fullOfLicenses(), expiredLicense(newKey())] });
      return { request: get(`/misps/${id}/licenseKey`), about: id };
    },
    events: ['120', '452'],
    cost: { ...READ_THEN_ROW, reads: 4 },
    error: 'PMS_MSP_901',
  },
  {
    operation: 'download-license-key',
    path: 'too large',
    arrange: async (driver) => {
      const { id } = await importedTooLarge(driver, { licenses: [expiredLicense(newKey())] });
      return { request: get(`/misps/${id}/licenseKey`), about: id };
    },
    events: ['120', '463'],
    cost: DOES_NOT_FIT,
    error: 'PMS_MSP_905',
  },
  // 11 rotate
  {
    operation: 'rotate-license-key',
    path: 'done',
    arrange: async (driver) => {
      const { id } = await approved(driver);
      return { request: rotateRequest(id, 3600), about: id };
    },
    events: ['150', '121', '151', '250'],
    cost: change(4, SECOND_LICENSE),
    changes: true,
    // The old licence ends sooner, and the new one begins.
    verdicts: ['VALID', 'VALID'],
  },
  {
    operation: 'rotate-license-key',
    path: 'done at once',
    arrange: async (driver) => {
      const { id } = await approved(driver);
      return { request: rotateRequest(id, 0), about: id };
    },
    events: ['150', '121', '151', '250'],
    cost: change(4, SECOND_LICENSE),
    changes: true,
    verdicts: ['EXPIRED', 'VALID'],
  },
  {
    operation: 'rotate-license-key',
    path: 'done, and an expired licence removed',
    arrange: async (driver) => {
      const { id } = await imported(driver, { licenses: moreExpiredThanStay() });
      return { request: rotateRequest(id, 3600), about: id };
    },
    events: ['150', '121', '151', '250'],
    cost: LICENSE_LEAVES,
    changes: true,
    verdicts: ['VALID'],
  },
  {
    operation: 'rotate-license-key',
    path: 'unknown',
    arrange: async () => ({ request: rotateRequest(UNKNOWN_ID, 0), about: UNKNOWN_ID }),
    events: ['150', '414'],
    cost: READ_THEN_ROW,
    error: 'PMS_MSP_005',
  },
  {
    operation: 'rotate-license-key',
    path: 'not approved',
    arrange: async (driver) => {
      const about = await registered(driver);
      return { request: rotateRequest(about, 0), about };
    },
    events: ['150', '450'],
    cost: READ_THEN_ROW,
    error: 'PMS_MSP_419',
  },
  {
    operation: 'rotate-license-key',
    path: 'de-active',
    arrange: async (driver) => {
      const { id } = await approved(driver);
      await done(driver, activityRequest(id, 'De-active'));
      return { request: rotateRequest(id, 0), about: id };
    },
    events: ['150', '451'],
    cost: READ_THEN_ROW,
    error: 'PMS_MSP_405',
  },
  {
    operation: 'rotate-license-key',
    path: 'too many licences',
    arrange: async (driver) => {
      const { id } = await imported(driver, { licenses: fullOfLicenses() });
      return { request: rotateRequest(id, 3600), about: id };
    },
    events: ['150', '452'],
    cost: { ...READ_THEN_ROW, reads: 4 },
    error: 'PMS_MSP_901',
  },
  {
    operation: 'rotate-license-key',
    path: 'too large',
    arrange: async (driver) => {
      const { id } = await importedTooLarge(driver, { licenses: [license({ key: newKey() })] });
      return { request: rotateRequest(id, 0), about: id };
    },
    events: ['150', '463'],
    cost: DOES_NOT_FIT,
    error: 'PMS_MSP_905',
  },
  // 12 validity
  {
    operation: 'change-license-validity',
    path: 'done',
    arrange: async (driver) => {
      const { id, key } = await approved(driver);
      return { request: validityRequest(id, { mispLicenseKey: key }, inDays(200)), about: id };
    },
    events: ['152', '153', '251'],
    cost: change(2, entries({ byRunningOut: 2 })),
    changes: true,
    verdicts: ['VALID'],
  },
  {
    operation: 'change-license-validity',
    path: 'done, nothing to change',
    arrange: async (driver) => {
      const one = license({ key: newKey() });
      const { id } = await imported(driver, { licenses: [one] });
      const end = new Date(one.validTo).toISOString();
      return { request: validityRequest(id, { licenseKeyHash: one.hash.toUpperCase() }, end), about: id };
    },
    events: ['152', '153', '251'],
    cost: READ_THEN_ROW,
  },
  {
    operation: 'change-license-validity',
    path: 'unknown licence',
    arrange: async (driver) => {
      const { id } = await approved(driver);
      return { request: validityRequest(id, { mispLicenseKey: newKey() }, inDays(1)), about: id };
    },
    events: ['152', '406'],
    cost: readsThenRow(2),
    error: 'PMS_MSP_406',
  },
  {
    operation: 'change-license-validity',
    path: "other MISP's licence",
    arrange: async (driver) => {
      const { key } = await approved(driver);
      return { request: validityRequest(UNKNOWN_ID, { mispLicenseKey: key }, inDays(1)), about: UNKNOWN_ID };
    },
    events: ['152', '408'],
    cost: readsThenRow(2),
    error: 'PMS_MSP_408',
  },
  {
    operation: 'change-license-validity',
    path: 'expired',
    arrange: async (driver) => {
      const key = newKey();
      const { id } = await imported(driver, { licenses: [expiredLicense(key)] });
      return { request: validityRequest(id, { mispLicenseKey: key }, inDays(1)), about: id };
    },
    events: ['152', '454'],
    cost: READ_THEN_ROW,
    error: 'PMS_MSP_419',
  },
  {
    operation: 'change-license-validity',
    path: 'too large',
    arrange: async (driver) => {
      const key = newKey();
      const { id } = await importedTooLarge(driver, { licenses: [license({ key })] });
      return { request: validityRequest(id, { mispLicenseKey: key }, inDays(1)), about: id };
    },
    events: ['152', '463'],
    cost: DOES_NOT_FIT,
    error: 'PMS_MSP_905',
  },
];

/** A time this many days ahead, as callers write it. */
function inDays(days: number): string {
  return new Date(Date.now() + days * 24 * 60 * 60 * 1000).toISOString();
}
