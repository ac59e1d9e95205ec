import type { OperationName } from '../operations.ts';
import type { AllowedEvents, CatalogRow, MispRow, PlainRow, StatusRow } from './catalog.ts';

/**
 * The audit events: their names in the rules, what they are published as, and which operation can write them. They are
 * the 33 rows of MOSIP's event list for this module, the rows of MOSIP's release 1.1.4 for operations that the list
 * leaves out, and this service's own rows.
 *
 * The value of a name is what a row stores: the digits of the event's id and, if an id appears twice, a word. It is
 * short because a row has several.
 */

// Register MISP
export const registrationRequested = '101';
export const mispIdDrawn = '102';
export const mispDetailsCreated = '103';
export const mispCreated = '212';
export const registrationSucceeded = '200';
export const registrationRefusedForEmail = '401';
export const registrationRefusedForName = '417';

// Process MISP status request
export const approvalChangeRequested = '104-called';
export const approvalMispIdValidated = '104-validated';
export const noKeyForRejectedMisp = '105';
export const licenseStatusUpdated = '106';
export const approvalChangeSucceeded = '201';
export const approvalStatusUpdated = '202';
export const approvalWordUnknown = '403';
export const alreadyInApprovalStatus = '404';
export const approvalRefusedDeactivated = '405';
export const approvalRefusedTooManyKeys = '452-approve';
export const approvalNeedsAnotherPerson = '453';

// Update MISP
export const updateRequested = '107';
export const updateReturned = '108';
export const updateSucceeded = '203';
export const updateRefusedForName = '402';
export const updateRefusedForEmail = '416';

// Validate licence key
export const validationRequested = '109';
export const licenseFetched = '110';
export const verdictReached = '111';
export const validationSucceeded = '204';
export const licenseKeyUnknown = '406';
export const validatedKeyOfAnotherMisp = '415';

// Update MISP status
export const activityChangeRequested = '112';
export const activityStatusReported = '113';
export const activityChangeSucceeded = '205';
export const activityStatusUpdated = '211';
export const activityWordUnknown = '407';

// Update licence key status
export const keySwitchRequested = '114';
export const keySwitchUpdated = '115';
export const keySwitchSucceeded = '206';
export const switchedKeyOfAnotherMisp = '408';
export const keySwitchWordUnknown = '418';
export const keySwitchRefusedExpired = '419';

// List MISPs
export const listRequested = '116';
export const listSucceeded = '207';
export const listEmpty = '409';

// Get MISP
export const detailsRequested = '117';
export const detailsFetched = '118';
export const detailsSucceeded = '208';

// Find MISPs by name
export const searchRequested = '119';
export const searchSucceeded = '209';
export const searchEmpty = '410-search';

// Download licence key
export const downloadRequested = '120';
export const licenseKeyGenerated = '121';
export const downloadSucceeded = '210';
export const downloadRefusedNotApproved = '410-download';
export const downloadRefusedNotActive = '411';
export const downloadRefusedNoKey = '412';
export const downloadRefusedNoActiveKey = '413';
export const downloadRefusedTooManyKeys = '452-download';

// Rotate licence key
export const rotationRequested = '150';
export const licenseKeyRotated = '151';
export const rotationSucceeded = '250';
export const rotationRefusedNotApproved = '450';
export const rotationRefusedNotActive = '451';
export const rotationRefusedTooManyKeys = '452-rotate';

// Change licence validity
export const validityChangeRequested = '152';
export const licenseValidityChanged = '153';
export const validityChangeSucceeded = '251';
export const validityChangeRefusedExpired = '454';

// Any operation on one MISP
export const mispUnknown = '414';
export const versionMismatch = '461';
export const mispTooLarge = '463';

// Any operation
export const requestRepeated = '154';
export const requestRepeatedAboutMisp = '154-misp';
export const accessDenied = '460';
export const accessDeniedToMisp = '460-misp';
export const idempotencyKeyConflict = '462';
export const idempotencyKeyConflictAboutMisp = '462-misp';

/** The function that announces expiring licences, as in the ids of its rows. */
export const ANNOUNCER = 'announce-expiring-licenses';

/** Everything that puts rows into the outbox: the operations and the announcement of expiring licences. */
export type RowWriter = OperationName | typeof ANNOUNCER;

/**
 * What each writer of rows can leave for the bus (docs/audit.md shows it). Publisher and sweeper refuse a row with
 * anything else, so no function can act for another. `catalog.ts` checks that no operation is missing.
 *
 * A function, so that the bundles of operations leave it out. They inline the names above, as long as this file imports
 * only types.
 */
export function eventsOfWriters() {
  const REGISTER = 'Register MISP';
  const STATUS_CALL = 'Processing of MISP status request';
  const STATUS_RESULT = 'Processing MISP status request';
  const UPDATE = 'Update MISP request';
  const VALIDATE = 'Validate license key';
  const MISP_STATUS = 'Update MISP status request';
  const KEY_STATUS = 'Update MISP license key request';
  const CREATE = 'Create MISP request';
  const GET_ALL = 'Get all MISP request';
  const GET_BY_ID = 'Get MISP by id request';
  const GET_BY_NAME = 'Get MISP by organization name';
  const DOWNLOAD = 'Request for downloading license key';
  const ROTATE = 'Rotate MISP license key request';
  const VALIDITY = 'Update MISP license validity request';
  /** Events that any change of one MISP can leave because of its headers, and when the right is missing. */
  const ofChanges = [accessDeniedToMisp, versionMismatch, idempotencyKeyConflictAboutMisp, requestRepeatedAboutMisp];
  return {
    'register-misp': recording({
      own: {
        [registrationRequested]: plain(REGISTER, 'Registration of a MISP was requested', 'User'),
        [mispIdDrawn]: plain(REGISTER, 'The id generator drew the id of the new MISP'),
        [mispDetailsCreated]: plain(REGISTER, 'The details of the new MISP were created'),
        [mispCreated]: ofMisp(REGISTER, (m) => `The MISP with id ${m} was created`, 'User'),
        [registrationSucceeded]: plain(REGISTER, 'The registration of a MISP succeeded', 'User'),
        [registrationRefusedForEmail]: plain(
          CREATE,
          'Registration of a MISP was refused: the e-mail address is not valid',
        ),
        [registrationRefusedForName]: plain(
          CREATE,
          'Registration of a MISP was refused: the organization name is already registered',
        ),
      },
      others: [accessDenied, idempotencyKeyConflict, requestRepeated, requestRepeatedAboutMisp],
      domainEvents: 'none',
    }),
    'process-misp-status': recording({
      own: {
        [approvalChangeRequested]: ofMisp(
          STATUS_CALL,
          (m) => `A change of the approval status was requested for MISP ${m}`,
        ),
        [approvalMispIdValidated]: ofMisp(STATUS_CALL, (m) => `The id of MISP ${m} was validated`),
        [noKeyForRejectedMisp]: ofMisp(STATUS_CALL, (m) => `No licence key was generated for the rejected MISP ${m}`),
        [licenseStatusUpdated]: ofMisp(STATUS_CALL, (m) => `The licence status of MISP ${m} was updated`),
        [approvalChangeSucceeded]: ofMisp(
          STATUS_RESULT,
          (m) => `The request to change the approval status of MISP ${m} succeeded`,
        ),
        [approvalStatusUpdated]: ofMisp(STATUS_RESULT, (m) => `The approval status of MISP ${m} was updated`),
        [approvalWordUnknown]: ofMisp(
          STATUS_RESULT,
          (m) => `The status asked for MISP ${m} is neither approved nor rejected`,
        ),
        [alreadyInApprovalStatus]: plain(STATUS_RESULT, 'The MISP already has the approval status that was asked for'),
        [approvalRefusedDeactivated]: ofMisp(STATUS_RESULT, (m) => `MISP ${m} is de-activated and cannot be approved`),
        [approvalRefusedTooManyKeys]: ofMisp(
          STATUS_CALL,
          (m) => `No licence key was generated for MISP ${m}: it has too many`,
        ),
        [approvalNeedsAnotherPerson]: ofMisp(
          STATUS_CALL,
          (m) => `MISP ${m} cannot be approved by somebody who registered or edited it`,
        ),
      },
      others: [licenseKeyGenerated, mispUnknown, mispTooLarge, ...ofChanges],
      domainEvents: 'verdict-changes',
    }),
    'update-misp': recording({
      own: {
        [updateRequested]: plain(UPDATE, 'An update of a MISP was requested'),
        [updateReturned]: plain(UPDATE, 'The updated MISP was returned'),
        [updateSucceeded]: plain(UPDATE, 'The request to update a MISP succeeded'),
        [updateRefusedForName]: plain(
          UPDATE,
          'An update of a MISP was refused: the organization name is already registered',
        ),
        [updateRefusedForEmail]: ofMisp(
          UPDATE,
          (m) => `The update of MISP ${m} was refused: the e-mail address is not valid`,
        ),
      },
      others: [mispUnknown, mispTooLarge, ...ofChanges],
      domainEvents: 'none',
    }),
    'validate-license-key': recording({
      own: {
        [validationRequested]: plain(VALIDATE, 'Validation of a licence key was requested'),
        [licenseFetched]: ofMisp(VALIDATE, (m) => `The licence details of MISP ${m} were fetched`),
        [verdictReached]: ofStatus(VALIDATE, (_, status) => `The verdict on the licence key is ${status}`),
        [validationSucceeded]: plain('Validate MISP license key', 'The request to validate a licence key succeeded'),
        [licenseKeyUnknown]: plain(VALIDATE, 'No details were found for the licence key'),
        [validatedKeyOfAnotherMisp]: ofMisp(
          'Validating license key',
          (m) => `The licence key does not belong to MISP ${m}`,
        ),
      },
      others: [accessDeniedToMisp],
      domainEvents: 'none',
    }),
    'update-misp-status': recording({
      own: {
        [activityChangeRequested]: plain(MISP_STATUS, 'A change of the activity status of a MISP was requested'),
        [activityStatusReported]: ofStatus(MISP_STATUS, (_, status) => `The activity status of the MISP is ${status}`),
        [activityChangeSucceeded]: plain(MISP_STATUS, 'The request to change the activity status of a MISP succeeded'),
        [activityStatusUpdated]: ofMisp('Update MISP status', (m) => `The activity status of MISP ${m} was updated`),
        [activityWordUnknown]: ofMisp(
          MISP_STATUS,
          (m) => `The activity status asked for MISP ${m} is neither active nor de-active`,
        ),
      },
      others: [licenseStatusUpdated, mispUnknown, mispTooLarge, ...ofChanges],
      domainEvents: 'verdict-changes',
    }),
    'update-license-key-status': recording({
      own: {
        [keySwitchRequested]: plain(KEY_STATUS, 'A change of the status of a licence key was requested'),
        [keySwitchUpdated]: ofMisp(KEY_STATUS, (m) => `The status of a licence key of MISP ${m} was updated`),
        [keySwitchSucceeded]: plain(KEY_STATUS, 'The request to change the status of a licence key succeeded'),
        [switchedKeyOfAnotherMisp]: ofMisp(KEY_STATUS, (m) => `The licence key does not belong to MISP ${m}`),
        [keySwitchWordUnknown]: ofMisp(
          KEY_STATUS,
          (m) => `The licence key status asked for MISP ${m} is neither active nor de-active`,
        ),
        [keySwitchRefusedExpired]: ofMisp(
          KEY_STATUS,
          (m) => `The licence key of MISP ${m} is expired and cannot be activated`,
        ),
      },
      others: [licenseKeyUnknown, mispTooLarge, ...ofChanges],
      domainEvents: 'verdict-changes',
    }),
    'list-misps': recording({
      own: {
        [listRequested]: plain(GET_ALL, 'The list of all MISPs was requested'),
        [listSucceeded]: plain(GET_ALL, 'The request for the list of all MISPs succeeded'),
        [listEmpty]: plain(GET_ALL, 'No MISP was found'),
      },
      others: [accessDenied],
      domainEvents: 'none',
    }),
    'get-misp': recording({
      own: {
        [detailsRequested]: plain(GET_BY_ID, 'The details of a MISP were requested'),
        [detailsFetched]: ofMisp(GET_BY_ID, (m) => `The details of MISP ${m} were fetched`),
        [detailsSucceeded]: plain(GET_BY_ID, 'The request for the details of a MISP succeeded'),
      },
      others: [mispUnknown, accessDeniedToMisp],
      domainEvents: 'none',
    }),
    'find-misps-by-name': recording({
      own: {
        [searchRequested]: plain(GET_BY_NAME, 'MISPs were searched by organization name'),
        [searchSucceeded]: plain(GET_BY_NAME, 'The search for MISPs by organization name succeeded'),
        [searchEmpty]: plain(GET_BY_NAME, 'No MISP was found with that organization name'),
      },
      others: [accessDenied],
      domainEvents: 'none',
    }),
    'download-license-key': recording({
      own: {
        [downloadRequested]: plain(DOWNLOAD, 'The licence key of a MISP was requested'),
        [licenseKeyGenerated]: ofMisp(DOWNLOAD, (m) => `Generation of a licence key started for MISP ${m}`),
        [downloadSucceeded]: plain(DOWNLOAD, 'The request for the licence key of a MISP succeeded'),
        [downloadRefusedNotApproved]: ofMisp(DOWNLOAD, (m) => `MISP ${m} is not yet approved`),
        [downloadRefusedNotActive]: ofMisp(DOWNLOAD, (m) => `MISP ${m} is not active`),
        [downloadRefusedNoKey]: ofMisp(DOWNLOAD, (m) => `MISP ${m} has no licence key`),
        [downloadRefusedNoActiveKey]: ofMisp(DOWNLOAD, (m) => `No licence key of MISP ${m} is active`),
        [downloadRefusedTooManyKeys]: ofMisp(
          DOWNLOAD,
          (m) => `No licence key was generated for MISP ${m}: it has too many`,
        ),
      },
      others: [mispUnknown, mispTooLarge, accessDeniedToMisp],
      domainEvents: 'verdict-changes',
    }),
    'rotate-license-key': recording({
      own: {
        [rotationRequested]: plain(ROTATE, 'A new licence key was requested in place of those that work'),
        [licenseKeyRotated]: ofMisp(ROTATE, (m) => `The licence key of MISP ${m} was rotated`),
        [rotationSucceeded]: plain(ROTATE, 'The request for a new licence key succeeded'),
        [rotationRefusedNotApproved]: ofMisp(ROTATE, (m) => `MISP ${m} is not yet approved: no key was rotated`),
        [rotationRefusedNotActive]: ofMisp(ROTATE, (m) => `MISP ${m} is not active: no key was rotated`),
        [rotationRefusedTooManyKeys]: ofMisp(
          ROTATE,
          (m) => `No licence key was generated for MISP ${m}: it has too many`,
        ),
      },
      others: [licenseKeyGenerated, mispUnknown, mispTooLarge, ...ofChanges],
      domainEvents: 'verdict-changes',
    }),
    'change-license-validity': recording({
      own: {
        [validityChangeRequested]: plain(VALIDITY, 'Another end was requested for a licence'),
        [licenseValidityChanged]: ofMisp(VALIDITY, (m) => `A licence of MISP ${m} ends at the time requested`),
        [validityChangeSucceeded]: plain(VALIDITY, 'The request for another end of a licence succeeded'),
        [validityChangeRefusedExpired]: ofMisp(VALIDITY, (m) => `The licence of MISP ${m} has expired already`),
      },
      others: [licenseKeyUnknown, switchedKeyOfAnotherMisp, mispTooLarge, ...ofChanges],
      domainEvents: 'verdict-changes',
    }),
    [ANNOUNCER]: recording({ own: {}, others: [], domainEvents: 'expiry-notice' }),
  };
}

/** The events that are not of one operation. */
export function sharedEvents() {
  const REPEAT = 'Repeat of an answered request';
  const DENIED = 'Access denied';
  const KEY_CONFLICT = 'Idempotency key conflict';
  return {
    // Any operation on one MISP
    [mispUnknown]: ofMisp('Finding MISP by id', (m) => `No MISP was found with id ${m}`),
    [versionMismatch]: ofMisp(
      'MISP version mismatch',
      (m) => `MISP ${m} was not changed: it has another version than its change was meant for`,
    ),
    [mispTooLarge]: ofMisp('MISP too large', (m) => `MISP ${m} is too large to change`),

    // Any operation
    [requestRepeated]: plain(REPEAT, 'A request was repeated and got the answer of the first one again'),
    [requestRepeatedAboutMisp]: ofMisp(
      REPEAT,
      (m) => `A request about MISP ${m} was repeated and got the answer of the first one again`,
    ),
    [accessDenied]: plain(DENIED, 'An operation was denied: the caller lacks the right to it'),
    [accessDeniedToMisp]: ofMisp(
      DENIED,
      (m) => `An operation on MISP ${m} was denied: the caller lacks the right to it`,
    ),
    [idempotencyKeyConflict]: plain(
      KEY_CONFLICT,
      'A request was refused: its idempotency key was used for another one',
    ),
    [idempotencyKeyConflictAboutMisp]: ofMisp(
      KEY_CONFLICT,
      (m) => `A request about MISP ${m} was refused: its idempotency key was used for another one`,
    ),
  } satisfies Readonly<Record<string, CatalogRow>>;
}

/** @param others events of other operations, or of any, that this one can write too; over all its paths. */
function recording<Own extends Readonly<Record<string, CatalogRow>>>({
  own,
  others,
  domainEvents,
}: Pick<AllowedEvents, 'domainEvents'> & { readonly own: Own; readonly others: readonly string[] }) {
  return { own, records: [...Object.keys(own), ...others], domainEvents };
}

function plain(eventName: string, description: string, eventType: CatalogRow['eventType'] = 'System'): PlainRow {
  return { eventType, eventName, reference: 'none', describe: () => description };
}

function ofMisp(
  eventName: string,
  describe: MispRow['describe'],
  eventType: CatalogRow['eventType'] = 'System',
): MispRow {
  return { eventType, eventName, reference: 'misp', describe };
}

function ofStatus(eventName: string, describe: StatusRow['describe']): StatusRow {
  return { eventType: 'System', eventName, reference: 'misp-with-status', describe };
}
