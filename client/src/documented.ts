import type { components, operations } from './openapi-types.ts';

/** The parts of the OpenAPI document that a caller of the client names. */

type Schemas = components['schemas'];

/** The ids of the document's operations. */
export type OperationId = keyof operations;

/** The fields that an operation takes: what stands in the envelope's `request`. */
export type FieldsOf<O extends OperationId> = operations[O] extends {
  requestBody: { content: { 'application/json': { request: infer Fields } } };
}
  ? Fields
  : never;

/** What an operation answers: what stands in the envelope's `response`. */
export type AnswerOf<O extends OperationId> = NonNullable<
  operations[O]['responses'][200]['content']['application/json']['response']
>;

/** What the query of a list can say. */
export type QueryOf<O extends 'list-misps' | 'find-misps-by-name'> = NonNullable<operations[O]['parameters']['query']>;

export type Misp = Schemas['Misp'];
export type License = Schemas['License'];
export type MispWithLicenses = Schemas['MispWithLicenses'];
export type Verdict = Schemas['Verdict'];
/** Why a place of a request was turned away. */
export type FaultReason = Schemas['RequestFault']['reason'];
