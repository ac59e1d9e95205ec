import type { FaultReason } from './documented.ts';
import { type DocumentedKind, errorTitles } from './error-titles.ts';

/** What every error answer has. */
interface Answered {
  /** 0 if it has none that a program may see, such as a redirect in a browser. */
  readonly status: number;
  /** The request id, as in its audit records; null if a proxy answered without one. */
  readonly requestId: string | null;
  /** The wait that the answer asks for (`Retry-After`); null if it asks for none. */
  readonly retryAfterSeconds: number | null;
}

/** One fault in a request. */
export interface RequestFault {
  /** A JSON pointer into the body, or `/` and the name of a query parameter or a header. */
  readonly pointer: string;
  /** `other`: a reason of a later version of the service. */
  readonly reason: FaultReason | 'other';
}

/** An error in the OpenAPI document. `kind` is the last word of the problem's `type`. */
export type DocumentedError = {
  readonly [Kind in DocumentedKind]: Answered & {
    readonly kind: Kind;
    /** In the deployment's generation of codes. */
    readonly code: string;
    /** What is wrong with the request; empty except for `invalid-request`. */
    readonly faults: readonly RequestFault[];
  };
}[DocumentedKind];

/**
 * The gateway, or a proxy in front of it, answered instead of the service: a bad token (401, 403), too many requests
 * (429), no such path (404), a redirect, which is not followed (3xx).
 */
export interface GatewayError extends Answered {
  readonly kind: 'gateway';
}

/** The last attempt got no answer: the connection was refused, broke, or timed out. */
export interface Unreachable {
  readonly kind: 'unreachable';
  /** How many times the request was sent, with any token. */
  readonly attempts: number;
  /** The error of the last attempt, such as `ECONNREFUSED` or `TimeoutError`. */
  readonly reason: string;
}

/** An answer that this client cannot read: a code of a later version, or no MOSIP envelope. */
export interface UnknownError extends Answered {
  readonly kind: 'unknown';
  /** The code, or an empty string. */
  readonly code: string;
}

/**
 * Every way in which a request can fail. Contains no licence keys or tokens: the client leaves out the service's
 * messages, which can repeat parts of a request.
 */
export type MispError = DocumentedError | GatewayError | Unreachable | UnknownError;

/** Describes an error in a sentence, for logs and people. */
export function describeError(error: MispError): string {
  switch (error.kind) {
    case 'unreachable':
      return `The service cannot be reached: ${error.reason} (sent ${times(error.attempts)})`;
    case 'gateway':
      return `The gateway answered instead of the service (${where(error)})`;
    case 'unknown':
      return `This client does not know the answer (${[error.code, where(error)].filter(Boolean).join(', ')})`;
    default:
      return `${errorTitles[error.kind]} (${error.code}, ${where(error)})${error.faults.map(faultText).join('')}`;
  }
}

/** A failed request as an exception. */
export class MispCallError extends Error {
  override readonly name = 'MispCallError';
  readonly error: MispError;
  /** As in the result. */
  readonly idempotencyKey: string | null;

  constructor(error: MispError, idempotencyKey: string | null = null) {
    super(describeError(error));
    this.error = error;
    this.idempotencyKey = idempotencyKey;
  }
}

const times = (count: number) => (count === 1 ? 'once' : `${count} times`);
const where = ({ status, requestId }: Answered) =>
  `HTTP ${status}${requestId === null ? '' : `, request ${requestId}`}`;
const faultText = ({ pointer, reason }: RequestFault) => `; ${pointer || 'the body'}: ${reason}`;
