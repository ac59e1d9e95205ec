import * as z from 'zod/mini';
import type { OperationContract } from '../../functions/operation/contract.ts';
import { type ListedContract, operations } from '../../functions/operations.ts';
import { describeEntities } from './descriptions/entity-descriptions.ts';
import { operationTexts } from './descriptions/operation-texts.ts';
import { describeFields, documented, type FieldDescription, nameSchema } from './documented.ts';
import { nameAnswer } from './envelope-schemas.ts';
import { type JsonObject, pascalCase } from './json-object.ts';
import { schemaSettings } from './schema-settings.ts';

/** The schemas of the document: those of the operations, with their descriptions. */

/** The name of an operation's answer component. */
export function answerNameOf({ name }: Pick<OperationContract, 'name'>): string {
  return `${pascalCase(name)}Answer`;
}

/** Whether an operation returns pages. */
export const isPaged = ({ query }: Pick<OperationContract, 'query'>): boolean => query.includes('cursor');

function register(operation: (typeof operations)[number]): void {
  const { name, summary, answer } = operation;
  const { answer: answerDescriptions, resultName = `${pascalCase(name)}Result` } = operationTexts[name];
  if ('shape' in answer) describeFields(answer.shape, answerDescriptions);
  // Answers that several operations share already have a name.
  if (documented.get(answer)?.id === undefined) nameSchema(answer, resultName, `The result of "${summary}".`);
  nameAnswer(answerNameOf(operation), summary, answer, isPaged(operation));
}

describeEntities();
for (const operation of operations) register(operation);

// Converting a registry does not include its own metadata by default.
const settings = { ...schemaSettings, metadata: documented } as const;

/** All named schemas, by name. */
export function namedSchemas(): Readonly<Record<string, JsonObject>> {
  const { schemas } = z.toJSONSchema(documented, {
    ...settings,
    io: 'output',
    uri: (id) => `#/components/schemas/${id}`,
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _, $id: __, id: ___, ...schema }]) => [name, schema]),
  );
}

/** The fields of a request, before parsing. */
export interface InputFields {
  readonly properties: Readonly<Record<string, JsonObject>>;
  readonly required: readonly string[];
}

/** The fields of an operation's input, with their schemas and descriptions. */
export function inputFieldsOf({ name, input }: Pick<ListedContract, 'input' | 'name'>): InputFields {
  const texts: Readonly<Record<string, FieldDescription>> = operationTexts[name].input;
  const fields = Object.entries(input.fields);
  return {
    properties: Object.fromEntries(fields.map(([field, { schema }]) => [field, documentedField(texts[field], schema)])),
    required: fields.flatMap(([field, { read }]) => ('fault' in read(undefined) ? [field] : [])),
  };
}

/** The text comes first in the document, and its rules go before those of the schema: it knows what the rule of the operation accepts. */
const documentedField = (text: FieldDescription | undefined, schema: JsonObject): JsonObject => ({
  ...text,
  ...schema,
  ...text,
});
