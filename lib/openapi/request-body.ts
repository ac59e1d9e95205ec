import type { OperationContract } from '../../functions/operation/contract.ts';
import type { InputFields } from './component-schemas.ts';
import { requestEnvelope } from './envelope-schemas.ts';
import type { Example } from './examples/run-example.ts';
import { type JsonObject, pascalCase, ref } from './json-object.ts';
import { fieldsOutsideBody } from './parameters.ts';

/** A body and the components that it refers to. */
export interface RequestBody {
  readonly body: JsonObject;
  readonly schemas: Readonly<Record<string, JsonObject>>;
}

/** One way to send the fields. */
interface Form {
  /** The suffix of the component's name; empty for the first form. */
  readonly suffix: string;
  readonly fields: readonly (readonly [name: string, schema: JsonObject])[];
  readonly required: readonly string[];
}

/**
 * The body of an operation. Each way to send the fields is a complete object, because most client generators lose parts
 * that are split over several.
 * @param oneOf fields that may each be absent, but not all of them.
 */
export function requestBodyOf(
  operation: OperationContract,
  input: InputFields,
  oneOf: readonly string[],
  examples: Readonly<Record<string, Example>>,
): RequestBody {
  const name = pascalCase(operation.name);
  const outside = fieldsOutsideBody(operation);
  const plain: Form = {
    suffix: '',
    fields: Object.entries(input.properties).filter(([field]) => !outside.includes(field)),
    required: input.required.filter((field) => !outside.includes(field)),
  };
  const forms = oneOfForms(plain, oneOf).flatMap((form) => spellings(form, operation.aliases ?? {}));
  const components = forms.map(
    ({ suffix, fields, required }) =>
      [`${name}Fields${suffix}`, { type: 'object', properties: Object.fromEntries(fields), required }] as const,
  );
  const references = components.map(([component]) => ref('schemas', component));
  const request = references.length === 1 ? references[0] : { anyOf: references };
  return {
    body: {
      required: true,
      description: "The fields in MOSIP's envelope. Only `request` must be there.",
      content: {
        'application/json': {
          schema: ref('schemas', `${name}Request`),
          examples: Object.fromEntries(
            Object.entries(examples).map(([key, { summary, sent }]) => {
              const fields = Object.entries(sent).filter(([field]) => !outside.includes(field));
              return [key, { summary, value: { request: Object.fromEntries(fields) } }];
            }),
          ),
        },
      },
    },
    schemas: { ...Object.fromEntries(components), [`${name}Request`]: requestEnvelope(request) },
  };
}

/** One form for each field of `oneOf`. */
function oneOfForms(plain: Form, oneOf: readonly string[]): readonly Form[] {
  if (oneOf.length === 0) return [plain];
  return oneOf.map((field, index) => ({
    ...plain,
    suffix: index === 0 ? '' : `By${capitalized(field)}`,
    required: [field, ...plain.required],
  }));
}

/** The form, and its variants with aliases. */
function spellings(form: Form, aliases: Readonly<Record<string, string>>): readonly Form[] {
  const forms = [form];
  for (const [field, alias] of Object.entries(aliases)) forms.push(...forms.map((one) => renamed(one, field, alias)));
  return forms;
}

function renamed({ suffix, fields, required }: Form, field: string, alias: string): Form {
  const nameOf = (name: string) => (name === field ? alias : name);
  return {
    suffix: `${suffix}${suffix === '' ? 'By' : 'And'}${capitalized(alias)}`,
    fields: fields.map(([name, schema]) => [nameOf(name), schema]),
    required: required.map(nameOf),
  };
}

const capitalized = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
