import { pathParametersOf } from '../../functions/operation/contract.ts';
import { type ListedContract, type OperationName, operations } from '../../functions/operations.ts';
import { operationTexts } from '../../lib/openapi/descriptions/operation-texts.ts';
import { exampleKey, exampleKeyHash, exampleProfile } from '../../lib/openapi/examples/example-misp.ts';
import { sampleKey, sha256 } from './sample-misp.ts';
import type { TestRequest } from './serve-in-memory.ts';

/** Values of the documented examples, and what replaces them: the sample MISP has another licence, and the same name. */
const replaced = new Map<unknown, string>([
  [exampleKey, sampleKey(1)],
  [exampleKeyHash, sha256(sampleKey(1))],
  [exampleProfile.name, 'New'],
]);

/** Requests to every operation that succeed if the sample MISP holds the sample licence: the documented examples. */
export const sampleRequests = Object.fromEntries(
  operations.map((operation) => [operation.name, sampleRequest(operation)]),
) as Readonly<Record<OperationName, TestRequest>>;

function sampleRequest({ name, path, query }: ListedContract): TestRequest {
  const example = operationTexts[name].examples.find(({ misp }) => misp === undefined)!;
  const sent = new Map(Object.entries(example.sent).map(([field, value]) => [field, replaced.get(value) ?? value]));
  const take = (fields: readonly string[]) =>
    Object.fromEntries(fields.flatMap((field) => (sent.has(field) ? [[field, String(sent.get(field))]] : [])));
  const outside = { path: take(pathParametersOf(path)), query: take(query) };
  for (const field of [...pathParametersOf(path), ...query]) sent.delete(field);
  return { ...outside, request: Object.fromEntries(sent) };
}
