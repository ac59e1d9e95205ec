/**
 * Every error of the OpenAPI document: the last word of a problem's `type`, and its title. The word identifies the
 * error in both generations of codes. A code may not: `PMS_MSP_419` stands for two errors.
 */
export const errorTitles = {
  'name-taken': 'Organization name already registered',
  'invalid-email': 'E-mail address not valid',
  'unknown-misp': 'MISP unknown',
  'unknown-license': 'Licence key unknown',
  'license-of-another-misp': 'Licence key of another MISP',
  'nothing-found': 'Nothing found',
  'misp-not-active': 'MISP de-activated',
  'already-in-status': 'MISP already in that approval status',
  'invalid-approval-word': 'Approval status not known',
  'invalid-activity-word': 'Activity status not known',
  'invalid-license-status-word': 'Licence key status not known',
  'license-expired': 'Licence key expired',
  'misp-not-approved': 'MISP not approved',
  'no-active-license': 'No licence key active',
  'too-many-licenses': 'MISP has too many licences',
  'misp-too-large': 'MISP too large to change',
  'another-person-needed': 'Approval needs another person',
  'version-mismatch': 'MISP has changed',
  'idempotency-key-conflict': 'Idempotency key used for another request',
  'access-denied': 'Right missing',
  'invalid-request': 'Request not valid',
  'not-authenticated': 'Token expired or missing',
  'internal-error': 'Internal error',
  'temporarily-unavailable': 'Temporarily unavailable',
} as const;

/** The errors in the document. */
export type DocumentedKind = keyof typeof errorTitles;

/** The part of a problem's `type` before the word. */
export const PROBLEM_TYPE_PREFIX = 'urn:mosip:pms:misp:';

/** Whether a word is one of the document's errors. */
export const isDocumentedKind = (word: string): word is DocumentedKind => Object.hasOwn(errorTitles, word);
