import * as event from './events.ts';

/**
 * The catalogue of audit events: the 33 rows of MOSIP's event list for this module, the rows of MOSIP's release 1.1.4
 * for operations that the list leaves out, and this service's own rows. docs/audit.md shows it as a table. Some ids
 * appear twice, so each row has its own key (`events.ts`).
 */

type EventType = 'User' | 'System';

/** A row whose reference is `NO_ID`. */
interface PlainEvent {
  readonly eventId: string;
  readonly eventType: EventType;
  readonly eventName: string;
  readonly reference: 'none';
  readonly describe: () => string;
}
/** A row whose reference is a MISP id. */
interface MispEvent {
  readonly eventId: string;
  readonly eventType: EventType;
  readonly eventName: string;
  readonly reference: 'misp';
  readonly describe: (mispId: string) => string;
}
/** A row whose reference is a MISP id and whose description has a status. */
interface StatusEvent {
  readonly eventId: string;
  readonly eventType: EventType;
  readonly eventName: string;
  readonly reference: 'misp-with-status';
  readonly describe: (mispId: string, status: string) => string;
}
export type CatalogEvent = PlainEvent | MispEvent | StatusEvent;

const id = (digits: string) => `PMS_MSP_${digits}`;
const plain = (digits: string, eventName: string, description: string, eventType: EventType = 'System') =>
  ({ eventId: id(digits), eventType, eventName, reference: 'none', describe: () => description }) as const;
const ofMisp = (
  digits: string,
  eventName: string,
  describe: (mispId: string) => string,
  eventType: EventType = 'System',
) => ({ eventId: id(digits), eventType, eventName, reference: 'misp', describe }) as const;
const ofStatus = (digits: string, eventName: string, describe: (mispId: string, status: string) => string) =>
  ({ eventId: id(digits), eventType: 'System', eventName, reference: 'misp-with-status', describe }) as const;

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
const REPEAT = 'Repeat of an answered request';
const DENIED = 'Access denied';
const KEY_CONFLICT = 'Idempotency key conflict';

export const catalog = {
  // Register MISP
  [event.registrationRequested]: plain('101', REGISTER, 'Registration of a MISP was requested', 'User'),
  [event.mispIdDrawn]: plain('102', REGISTER, 'The id generator drew the id of the new MISP'),
  [event.mispDetailsCreated]: plain('103', REGISTER, 'The details of the new MISP were created'),
  [event.mispCreated]: ofMisp('212', REGISTER, (m) => `The MISP with id ${m} was created`, 'User'),
  [event.registrationSucceeded]: plain('200', REGISTER, 'The registration of a MISP succeeded', 'User'),
  [event.registrationRefusedForEmail]: plain(
    '401',
    CREATE,
    'Registration of a MISP was refused: the e-mail address is not valid',
  ),
  [event.registrationRefusedForName]: plain(
    '417',
    CREATE,
    'Registration of a MISP was refused: the organization name is already registered',
  ),

  // Process MISP status request
  [event.approvalChangeRequested]: ofMisp(
    '104',
    STATUS_CALL,
    (m) => `A change of the approval status was requested for MISP ${m}`,
  ),
  [event.approvalMispIdValidated]: ofMisp('104', STATUS_CALL, (m) => `The id of MISP ${m} was validated`),
  [event.noKeyForRejectedMisp]: ofMisp(
    '105',
    STATUS_CALL,
    (m) => `No licence key was generated for the rejected MISP ${m}`,
  ),
  [event.licenseStatusUpdated]: ofMisp('106', STATUS_CALL, (m) => `The licence status of MISP ${m} was updated`),
  [event.approvalChangeSucceeded]: ofMisp(
    '201',
    STATUS_RESULT,
    (m) => `The request to change the approval status of MISP ${m} succeeded`,
  ),
  [event.approvalStatusUpdated]: ofMisp('202', STATUS_RESULT, (m) => `The approval status of MISP ${m} was updated`),
  [event.approvalWordUnknown]: ofMisp(
    '403',
    STATUS_RESULT,
    (m) => `The status asked for MISP ${m} is neither approved nor rejected`,
  ),
  [event.alreadyInApprovalStatus]: plain(
    '404',
    STATUS_RESULT,
    'The MISP already has the approval status that was asked for',
  ),
  [event.approvalRefusedDeactivated]: ofMisp(
    '405',
    STATUS_RESULT,
    (m) => `MISP ${m} is de-activated and cannot be approved`,
  ),
  [event.approvalRefusedTooManyKeys]: ofMisp(
    '452',
    STATUS_CALL,
    (m) => `No licence key was generated for MISP ${m}: it has too many`,
  ),
  [event.approvalNeedsAnotherPerson]: ofMisp(
    '453',
    STATUS_CALL,
    (m) => `MISP ${m} cannot be approved by somebody who registered or edited it`,
  ),

  // Update MISP
  [event.updateRequested]: plain('107', UPDATE, 'An update of a MISP was requested'),
  [event.updateReturned]: plain('108', UPDATE, 'The updated MISP was returned'),
  [event.updateSucceeded]: plain('203', UPDATE, 'The request to update a MISP succeeded'),
  [event.updateRefusedForName]: plain(
    '402',
    UPDATE,
    'An update of a MISP was refused: the organization name is already registered',
  ),
  [event.updateRefusedForEmail]: ofMisp(
    '416',
    UPDATE,
    (m) => `The update of MISP ${m} was refused: the e-mail address is not valid`,
  ),

  // Validate licence key
  [event.validationRequested]: plain('109', VALIDATE, 'Validation of a licence key was requested'),
  [event.licenseFetched]: ofMisp('110', VALIDATE, (m) => `The licence details of MISP ${m} were fetched`),
  [event.verdictReached]: ofStatus('111', VALIDATE, (_, status) => `The verdict on the licence key is ${status}`),
  [event.validationSucceeded]: plain(
    '204',
    'Validate MISP license key',
    'The request to validate a licence key succeeded',
  ),
  [event.licenseKeyUnknown]: plain('406', VALIDATE, 'No details were found for the licence key'),
  [event.validatedKeyOfAnotherMisp]: ofMisp(
    '415',
    'Validating license key',
    (m) => `The licence key does not belong to MISP ${m}`,
  ),

  // Update MISP status
  [event.activityChangeRequested]: plain('112', MISP_STATUS, 'A change of the activity status of a MISP was requested'),
  [event.activityStatusReported]: ofStatus(
    '113',
    MISP_STATUS,
    (_, status) => `The activity status of the MISP is ${status}`,
  ),
  [event.activityChangeSucceeded]: plain(
    '205',
    MISP_STATUS,
    'The request to change the activity status of a MISP succeeded',
  ),
  [event.activityStatusUpdated]: ofMisp(
    '211',
    'Update MISP status',
    (m) => `The activity status of MISP ${m} was updated`,
  ),
  [event.activityWordUnknown]: ofMisp(
    '407',
    MISP_STATUS,
    (m) => `The activity status asked for MISP ${m} is neither active nor de-active`,
  ),

  // Update licence key status
  [event.keySwitchRequested]: plain('114', KEY_STATUS, 'A change of the status of a licence key was requested'),
  [event.keySwitchUpdated]: ofMisp('115', KEY_STATUS, (m) => `The status of a licence key of MISP ${m} was updated`),
  [event.keySwitchSucceeded]: plain('206', KEY_STATUS, 'The request to change the status of a licence key succeeded'),
  [event.switchedKeyOfAnotherMisp]: ofMisp('408', KEY_STATUS, (m) => `The licence key does not belong to MISP ${m}`),
  [event.keySwitchWordUnknown]: ofMisp(
    '418',
    KEY_STATUS,
    (m) => `The licence key status asked for MISP ${m} is neither active nor de-active`,
  ),
  [event.keySwitchRefusedExpired]: ofMisp(
    '419',
    KEY_STATUS,
    (m) => `The licence key of MISP ${m} is expired and cannot be activated`,
  ),

  // List MISPs
  [event.listRequested]: plain('116', GET_ALL, 'The list of all MISPs was requested'),
  [event.listSucceeded]: plain('207', GET_ALL, 'The request for the list of all MISPs succeeded'),
  [event.listEmpty]: plain('409', GET_ALL, 'No MISP was found'),

  // Get MISP
  [event.detailsRequested]: plain('117', GET_BY_ID, 'The details of a MISP were requested'),
  [event.detailsFetched]: ofMisp('118', GET_BY_ID, (m) => `The details of MISP ${m} were fetched`),
  [event.detailsSucceeded]: plain('208', GET_BY_ID, 'The request for the details of a MISP succeeded'),

  // Find MISPs by name
  [event.searchRequested]: plain('119', GET_BY_NAME, 'MISPs were searched by organization name'),
  [event.searchSucceeded]: plain('209', GET_BY_NAME, 'The search for MISPs by organization name succeeded'),
  [event.searchEmpty]: plain('410', GET_BY_NAME, 'No MISP was found with that organization name'),

  // Download licence key
  [event.downloadRequested]: plain('120', DOWNLOAD, 'The licence key of a MISP was requested'),
  [event.licenseKeyGenerated]: ofMisp('121', DOWNLOAD, (m) => `Generation of a licence key started for MISP ${m}`),
  [event.downloadSucceeded]: plain('210', DOWNLOAD, 'The request for the licence key of a MISP succeeded'),
  [event.downloadRefusedNotApproved]: ofMisp('410', DOWNLOAD, (m) => `MISP ${m} is not yet approved`),
  [event.downloadRefusedNotActive]: ofMisp('411', DOWNLOAD, (m) => `MISP ${m} is not active`),
  [event.downloadRefusedNoKey]: ofMisp('412', DOWNLOAD, (m) => `MISP ${m} has no licence key`),
  [event.downloadRefusedNoActiveKey]: ofMisp('413', DOWNLOAD, (m) => `No licence key of MISP ${m} is active`),
  [event.downloadRefusedTooManyKeys]: ofMisp(
    '452',
    DOWNLOAD,
    (m) => `No licence key was generated for MISP ${m}: it has too many`,
  ),

  // Rotate licence key
  [event.rotationRequested]: plain('150', ROTATE, 'A new licence key was requested in place of those that work'),
  [event.licenseKeyRotated]: ofMisp('151', ROTATE, (m) => `The licence key of MISP ${m} was rotated`),
  [event.rotationSucceeded]: plain('250', ROTATE, 'The request for a new licence key succeeded'),
  [event.rotationRefusedNotApproved]: ofMisp('450', ROTATE, (m) => `MISP ${m} is not yet approved: no key was rotated`),
  [event.rotationRefusedNotActive]: ofMisp('451', ROTATE, (m) => `MISP ${m} is not active: no key was rotated`),
  [event.rotationRefusedTooManyKeys]: ofMisp(
    '452',
    ROTATE,
    (m) => `No licence key was generated for MISP ${m}: it has too many`,
  ),

  // Change licence validity
  [event.validityChangeRequested]: plain('152', VALIDITY, 'Another end was requested for a licence'),
  [event.licenseValidityChanged]: ofMisp('153', VALIDITY, (m) => `A licence of MISP ${m} ends at the time requested`),
  [event.validityChangeSucceeded]: plain('251', VALIDITY, 'The request for another end of a licence succeeded'),
  [event.validityChangeRefusedExpired]: ofMisp('454', VALIDITY, (m) => `The licence of MISP ${m} has expired already`),

  // Any operation on one MISP
  [event.mispUnknown]: ofMisp('414', 'Finding MISP by id', (m) => `No MISP was found with id ${m}`),
  [event.versionMismatch]: ofMisp(
    '461',
    'MISP version mismatch',
    (m) => `MISP ${m} was not changed: it has another version than its change was meant for`,
  ),
  [event.mispTooLarge]: ofMisp('463', 'MISP too large', (m) => `MISP ${m} is too large to change`),

  // Any operation
  [event.requestRepeated]: plain('154', REPEAT, 'A request was repeated and got the answer of the first one again'),
  [event.requestRepeatedAboutMisp]: ofMisp(
    '154',
    REPEAT,
    (m) => `A request about MISP ${m} was repeated and got the answer of the first one again`,
  ),
  [event.accessDenied]: plain('460', DENIED, 'An operation was denied: the caller lacks the right to it'),
  [event.accessDeniedToMisp]: ofMisp(
    '460',
    DENIED,
    (m) => `An operation on MISP ${m} was denied: the caller lacks the right to it`,
  ),
  [event.idempotencyKeyConflict]: plain(
    '462',
    KEY_CONFLICT,
    'A request was refused: its idempotency key was used for another one',
  ),
  [event.idempotencyKeyConflictAboutMisp]: ofMisp(
    '462',
    KEY_CONFLICT,
    (m) => `A request about MISP ${m} was refused: its idempotency key was used for another one`,
  ),
} as const satisfies Record<string, CatalogEvent>;

export type CatalogKey = keyof typeof catalog;

type KeysWith<Reference extends CatalogEvent['reference']> = {
  [Key in CatalogKey]: (typeof catalog)[Key]['reference'] extends Reference ? Key : never;
}[CatalogKey];

/** Keys of the events without a MISP, with one, and with a MISP and a status. */
export type PlainKey = KeysWith<'none'>;
export type MispKey = KeysWith<'misp'>;
export type StatusKey = KeysWith<'misp-with-status'>;
