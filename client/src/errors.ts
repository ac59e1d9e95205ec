import type { FaultReason } from './documented.ts';
import { type DocumentedKind, errorTitles } from './error-titles.ts';

/** What is known of every error that came as an answer. */
interface Answered {
  readonly status: number;
  /** The id of the request, which its audit records carry; null where something in between answered without one. */
  readonly requestId: string | null;
  /** How long the answer asks to wait; null where it does not ask. */
  readonly retryAfterSeconds: number | null;
}

/** One place of a request that is wrong. */
export interface RequestFault {
  /** A JSON pointer into the body; or `/` and the name of a query parameter or of a header. */
  readonly pointer: string;
  /** `other`: a later edition of the service gives a reason that this client does not know. */
  readonly reason: FaultReason | 'other';
}

/** An error of the OpenAPI document. `kind` is the last word of the problem's `type`. */
export type DocumentedError = {
  readonly [Kind in DocumentedKind]: Answered & {
    readonly kind: Kind;
    /** In the generation of codes that the deployment is set to. */
    readonly code: string;
    /** What is wrong with the request; empty but for `invalid-request`. */
    readonly faults: readonly RequestFault[];
  };
}[DocumentedKind];

/** The gateway, or a proxy in front of it, answered in the service's place: a bad token (401, 403), too many requests (429), no such path (404). */
export interface GatewayError extends Answered {
  readonly kind: 'gateway';
}

/** No answer came, however often the request was sent: refused or broken connections, or no answer in time. */
export interface Unreachable {
  readonly kind: 'unreachable';
  /** How often the request was sent. */
  readonly attempts: number;
  /** What the connection failed at last, such as `ECONNREFUSED` or `TimeoutError`. */
  readonly reason: string;
}

/** An answer of the service that this client cannot read: a code of a later edition, or no MOSIP envelope. */
export interface UnknownError extends Answered {
  readonly kind: 'unknown';
  /** The code, or an empty text. */
  readonly code: string;
}

/**
 * Everything that can become of a request but what was asked for. Neither licence keys nor tokens stand in any member: what the service
 * repeats of a request in its own messages is left out.
 */
export type MispError = DocumentedError | GatewayError | Unreachable | UnknownError;

/** A sentence about an error, for logs and people. */
export function describeError(error: MispError): string {
  switch (error.kind) {
    case 'unreachable':
      return `The service cannot be reached: ${error.reason} (sent ${times(error.attempts)})`;
    case 'gateway':
      return `The gateway answered in the service's place (${where(error)})`;
    case 'unknown':
      return `The answer is not one that this client knows (${[error.code, where(error)].filter(Boolean).join(', ')})`;
    default:
      return `${errorTitles[error.kind]} (${error.code}, ${where(error)})${error.faults.map(faultText).join('')}`;
  }
}

/** The error of a request, thrown where there is no result to hold it. */
export class MispCallError extends Error {
  override readonly name = 'MispCallError';
  readonly error: MispError;

  constructor(error: MispError) {
    super(describeError(error));
    this.error = error;
  }
}

const times = (count: number) => (count === 1 ? 'once' : `${count} times`);
const where = ({ status, requestId }: Answered) =>
  `HTTP ${status}${requestId === null ? '' : `, request ${requestId}`}`;
const faultText = ({ pointer, reason }: RequestFault) => `; ${pointer || 'the body'}: ${reason}`;
