import type { DomainError, DomainErrorKind } from '../domain/errors.ts';
import type { BodyReason, InputProblem, RejectedInput } from '../operation/rejected-input.ts';
import { MAX_BODY_BYTES, MAX_VALUES } from './read-body.ts';

/**
 * The one place that turns failures into codes of both generations, HTTP statuses and messages. Clients match codes and
 * messages exactly, including MOSIP's spelling mistakes; docs/errors.md explains each.
 */

/** `1.1.4` and `1.0` are the two generations of codes in use; the configuration picks one for a deployment. */
export type ErrorCodes = '1.1.4' | '1.0';

interface ErrorRow {
  readonly codes: Readonly<Record<ErrorCodes, string>>;
  /** For problem+json. In the envelope business errors have status 200, except those with `isStatusShown`. */
  readonly status: 403 | 404 | 409 | 412 | 422;
  /** Whether the envelope has this status: for a missing right, and for headers that MOSIP's clients do not send. */
  readonly isStatusShown?: boolean;
  /** A short title of the problem's type, the same for every occurrence. */
  readonly title: string;
}

const row = (current: string, old: string, status: ErrorRow['status'], title: string): ErrorRow => ({
  codes: { '1.1.4': `PMS_MSP_${current}`, '1.0': old },
  status,
  title,
});

/** An error whose status the envelope has, too. Its code is the same in both generations. */
const own = (code: string, status: ErrorRow['status'], title: string): ErrorRow => ({
  codes: { '1.1.4': code, '1.0': code },
  status,
  title,
  isStatusShown: true,
});

export const errorRows: Readonly<Record<DomainErrorKind, ErrorRow>> = {
  'name-taken': row('402', 'PMS_MSP_003', 409, 'Organization name already registered'),
  'invalid-email': row('401', 'PMS_MSP_004', 422, 'E-mail address not valid'),
  'unknown-misp': row('005', 'PMS_MSP_005', 404, 'MISP unknown'),
  'unknown-license': row('406', 'PMS_MSP_006', 404, 'Licence key unknown'),
  'license-of-another-misp': row('408', 'PMS_MSP_007', 404, 'Licence key of another MISP'),
  'nothing-found': row('409', 'PMS_MSP_012', 404, 'Nothing found'),
  'misp-not-active': row('405', 'PMS_MSP_1013', 409, 'MISP de-activated'),
  'already-in-status': row('404', 'PMS_MSP_014', 409, 'MISP already in that approval status'),
  'invalid-approval-word': row('403', 'PMS_MSP_015', 422, 'Approval status not known'),
  'invalid-activity-word': row('407', 'PMS_MSP_016', 422, 'Activity status not known'),
  'invalid-license-status-word': row('418', 'PMS_MSPL_016', 422, 'Licence key status not known'),
  'license-expired': row('419', 'PMS_MSP_017', 409, 'Licence key expired'),
  'misp-not-approved': row('419', 'PMS_MSP_018', 409, 'MISP not approved'),
  'no-active-license': row('413', 'PMS_MSP_019', 409, 'No licence key active'),
  'too-many-licenses': row('901', 'PMS_MSP_901', 409, 'MISP has too many licences'),
  'misp-too-large': row('905', 'PMS_MSP_905', 409, 'MISP too large to change'),
  'another-person-needed': row('904', 'PMS_MSP_904', 403, 'Approval needs another person'),
  'version-mismatch': own('PMS_MSP_902', 412, 'MISP has changed'),
  'idempotency-key-conflict': own('PMS_MSP_903', 422, 'Idempotency key used for another request'),
  'access-denied': own('KER-ATH-403', 403, 'Right missing'),
};

/** The message of a failure, in the words that MOSIP's clients know. */
function messageOf(error: DomainError): string {
  switch (error.kind) {
    case 'name-taken':
      return `MISP already registred with name :  ${error.name}`;
    case 'invalid-email':
      return 'Invalid email id.';
    case 'unknown-misp':
      return `MISP ID does not exist  ${error.mispId}`;
    case 'unknown-license':
      return `MISP License Key does not exists${error.key === undefined ? '' : ` ${error.key}`}`;
    case 'license-of-another-misp':
      return `MISP License key not associated to MISP ID  MISPID: ${error.mispId}`;
    case 'nothing-found':
      return 'No MISP details found';
    case 'misp-not-active':
      return 'Misp is not active.';
    case 'already-in-status':
      return `Misp already ${error.status}`;
    case 'invalid-approval-word':
      return 'mispStatus either approved or rejected.';
    case 'invalid-activity-word':
      return 'mispStatus either Active or De-active.';
    case 'invalid-license-status-word':
      return 'mispLicenseKeyStatus either Active or De-active.';
    case 'license-expired':
      return 'misp license is expired.Cannot activate the same.';
    case 'misp-not-approved':
      return 'misp is not yet approved.';
    case 'no-active-license':
      return 'misp license all are inactive.';
    case 'too-many-licenses':
      return 'MISP has too many licenses';
    case 'misp-too-large':
      return 'MISP is too large to change';
    case 'another-person-needed':
      return 'Approval needs another person';
    case 'version-mismatch':
      return 'MISP has changed';
    case 'idempotency-key-conflict':
      return 'Idempotency key was used for another request';
    case 'access-denied':
      return 'Forbidden';
  }
}

/** An error, for both forms of answer. */
export interface ErrorAnswer {
  /** Identifies the case in both generations of codes. */
  readonly type: string;
  /** A short title of the case, the same for every occurrence. */
  readonly title: string;
  /** Status of the MOSIP envelope: 200 for business errors, as its clients expect. */
  readonly envelopeStatus: number;
  readonly problemStatus: number;
  readonly errors: readonly [ErrorEntry, ...ErrorEntry[]];
  /** The faults of the request, each with its place; empty if the request is well-formed. */
  readonly faults: readonly RequestFault[];
}
export interface ErrorEntry {
  readonly errorCode: string;
  readonly message: string;
}
export interface RequestFault {
  readonly code: string;
  /** JSON pointer (RFC 6901) into the body, or `/` and the name of a query parameter or a header. */
  readonly pointer: string;
  readonly reason: InputProblem['reason'];
}

const typeOf = (name: string) => `urn:mosip:pms:misp:${name}`;

/** The code of a business error: also the outcome of its audit records. */
export function codeOf(error: DomainError, generation: ErrorCodes): string {
  return errorRows[error.kind].codes[generation];
}

/** The answer to a business error. */
export function answerToDomainError(error: DomainError, generation: ErrorCodes): ErrorAnswer {
  const { status, title, isStatusShown = false } = errorRows[error.kind];
  return {
    type: typeOf(error.kind),
    title,
    envelopeStatus: isStatusShown ? status : 200,
    problemStatus: status,
    errors: [{ errorCode: codeOf(error, generation), message: messageOf(error) }],
    faults: [],
  };
}

/** Codes that both generations share, for errors outside the operations. */
const CORE_CODES = { field: 'PMS_COR_001', unreadable: 'PMS_COR_002', unavailable: 'PMS_COR_003' } as const;

const bodyFaults: Readonly<Record<BodyReason, string>> = {
  'too-large': `body over ${MAX_BODY_BYTES / 1024} KB`,
  'wrong-content-type': 'content type is not application/json',
  'not-utf-8': 'body is not UTF-8',
  'too-many-values': `body with over ${MAX_VALUES} values`,
  'not-json': 'body is not JSON',
};

const entryOf = (problem: InputProblem): ErrorEntry => {
  if (problem.in === 'field') {
    return { errorCode: CORE_CODES.field, message: `Missing Input Parameter - request.${problem.name}` };
  }
  const what = problem.in === 'body' ? bodyFaults[problem.reason] : problem.name;
  return { errorCode: CORE_CODES.unreadable, message: `Invalid Input Parameter - ${what}` };
};

const faultOf = (problem: InputProblem): RequestFault => {
  const { reason } = problem;
  if (problem.in === 'field') return { code: CORE_CODES.field, pointer: `/request/${problem.sentAs}`, reason };
  return { code: CORE_CODES.unreadable, pointer: problem.in === 'body' ? '' : `/${problem.name}`, reason };
};

/** The answer to a malformed request: every problem is listed. */
export function answerToInput([first, ...rest]: RejectedInput['problems']): ErrorAnswer {
  return {
    type: typeOf('invalid-request'),
    title: 'Request not valid',
    envelopeStatus: 400,
    problemStatus: 400,
    errors: [entryOf(first), ...rest.map(entryOf)],
    faults: [first, ...rest].map(faultOf),
  };
}

/** The answer to a failure of ours: 503 if a retry may help, 500 otherwise. The reason stays in the log. */
export function answerToFailure(status: 500 | 503): ErrorAnswer {
  return {
    type: typeOf(status === 503 ? 'temporarily-unavailable' : 'internal-error'),
    title: status === 503 ? 'Temporarily unavailable' : 'Internal error',
    envelopeStatus: status,
    problemStatus: status,
    errors: [{ errorCode: CORE_CODES.unavailable, message: 'Could not process the request' }],
    faults: [],
  };
}

/** The answer to a caller without a current token, who must renew it. */
export function answerToUnauthenticated(): ErrorAnswer {
  return {
    type: typeOf('not-authenticated'),
    title: 'Token expired or missing',
    envelopeStatus: 401,
    problemStatus: 401,
    errors: [{ errorCode: 'KER-ATH-401', message: 'Authentication Failed' }],
    faults: [],
  };
}
