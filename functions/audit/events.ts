/**
 * Every audit event by its meaning. A row stores the value: the digits of the event's id and, if an id appears twice, a
 * word. It is short because a row has several. `catalog.ts` has the published form.
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
