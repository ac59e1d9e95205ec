import * as z from 'zod/mini';
import type { OperationContract } from '../../functions/operation/contract.ts';
import { operations } from '../../functions/operations.ts';
import { describeFields, documented, nameSchema } from './documented.ts';
import { nameAnswer } from './envelope-schemas.ts';
import { type JsonObject, pascalCase } from './json-object.ts';
import { schemaSettings } from './schema-settings.ts';
import { describeEntities } from './words/entity-words.ts';
import { operationTexts } from './words/operation-texts.ts';

/** The schemas of the document, made from those of the operations with the words that stand beside them. */

/** The name of the component that is the answer of an operation. */
export function answerNameOf({ name }: Pick<OperationContract, 'name'>): string {
  return `${pascalCase(name)}Answer`;
}

/** Whether an operation answers in pages. */
export const isPaged = ({ query }: Pick<OperationContract, 'query'>): boolean => query.includes('cursor');

function register(operation: (typeof operations)[number]): void {
  const { name, summary, input, answer } = operation;
  const { input: inputWords, answer: answerWords, resultName = `${pascalCase(name)}Result` } = operationTexts[name];
  describeFields(input.shape, inputWords);
  if ('shape' in answer) describeFields(answer.shape, answerWords);
  // What several operations answer has a name already.
  if (documented.get(answer)?.id === undefined) nameSchema(answer, resultName, `The result of "${summary}".`);
  nameAnswer(answerNameOf(operation), summary, answer, isPaged(operation));
}

describeEntities();
for (const operation of operations) register(operation);

// A registry that is converted does not bring its own words along.
const settings = { ...schemaSettings, metadata: documented } as const;

/** All schemas that have a name, by it. */
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

/** The fields of an input as they are sent. */
export interface InputFields {
  readonly properties: Readonly<Record<string, JsonObject>>;
  readonly required: readonly string[];
}

/** The fields of an operation's input, each with its schema. */
export function inputFieldsOf({ input }: Pick<OperationContract, 'input'>): InputFields {
  const { properties = {} } = z.toJSONSchema(input, { ...settings, io: 'input' });
  return {
    properties: Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, Object(field)])),
    // Asked of the fields themselves: one that ends in a transformation counts as optional where schemas are converted.
    required: Object.entries(input.shape).flatMap(([name, field]) =>
      z.safeParse(field, undefined).success ? [] : [name],
    ),
  };
}
