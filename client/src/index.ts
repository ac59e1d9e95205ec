export type { TokenSource } from './cached-token.ts';
export type { CallOptions, ChangeOptions, ClientOptions, Fetch, RegisterOptions } from './client-options.ts';
export type {
  AnswerOf,
  FaultReason,
  FieldsOf,
  License,
  Misp,
  MispWithLicenses,
  OperationId,
  QueryOf,
  Verdict,
} from './documented.ts';
export type { DocumentedKind } from './error-titles.ts';
export {
  type DocumentedError,
  describeError,
  type GatewayError,
  MispCallError,
  type MispError,
  type RequestFault,
  type UnknownError,
  type Unreachable,
} from './errors.ts';
export { type MispClient, mispClient } from './misp-client.ts';
export type { MispList, MispPage, PageContent } from './misp-list.ts';
export { UnsendableError } from './path-segment.ts';
export { type Failure, type Result, type Success, valueOrThrow } from './result.ts';
export type { RetryPolicy } from './retries.ts';
export type { Timing } from './timing.ts';
