import type { components, operations } from './openapi-types.ts';

/** Names for the parts of the OpenAPI document that callers use. */

type Schemas = components['schemas'];

/** The ids of the document's operations. */
export type OperationId = keyof operations;

/** Optional members may also be undefined: these are not sent. */
type OrUndefined<T> = { [K in keyof T]: Record<never, never> extends Pick<T, K> ? T[K] | undefined : T[K] };

/** The fields that an operation takes: `request` in the envelope. */
export type FieldsOf<O extends OperationId> = operations[O] extends {
  requestBody: { content: { 'application/json': { request: infer Fields } } };
}
  ? OrUndefined<Fields>
  : never;

/** The answer of an operation: `response` in the envelope. */
export type AnswerOf<O extends OperationId> = NonNullable<
  operations[O]['responses'][200]['content']['application/json']['response']
>;

/** The query parameters of a list. */
export type QueryOf<O extends 'list-misps' | 'find-misps-by-name'> = OrUndefined<
  NonNullable<operations[O]['parameters']['query']>
>;

export type Misp = Schemas['Misp'];
export type License = Schemas['License'];
export type MispWithLicenses = Schemas['MispWithLicenses'];
export type Verdict = Schemas['Verdict'];
/** What is wrong with a field of a request. */
export type FaultReason = Schemas['RequestFault']['reason'];
