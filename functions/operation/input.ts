import type { FieldFault, InputReason } from './rejected-input.ts';

/** What was read from a field: its value, or what is wrong with it. */
export type Reading<Value> = { readonly value: Value } | { readonly fault: InputReason };

/**
 * A field of a request. Fields are plain objects, not schemas of a library, whose code took a twentieth of a cold start
 * (docs/decisions/0014-fields-without-a-library.md).
 */
export interface Field<Value> {
  /** Reads the value as sent, undefined if it is absent. Stops at the first fault. */
  readonly read: (sent: unknown) => Reading<Value>;
  /** The JSON Schema of what may be sent, for the OpenAPI document. */
  readonly schema: Readonly<Record<string, unknown>>;
}

type ValueOf<OneField> = OneField extends Field<infer Value> ? Value : never;
type Fields = Readonly<Record<string, Field<unknown>>>;
type OptionalNames<All extends Fields> = {
  [Name in keyof All]: undefined extends ValueOf<All[Name]> ? Name : never;
}[keyof All];

/** The parsed input with these fields. */
export type InputOf<All extends Fields> = {
  readonly [Name in Exclude<keyof All, OptionalNames<All>>]: ValueOf<All[Name]>;
} & { readonly [Name in OptionalNames<All>]?: ValueOf<All[Name]> };

/** The input of an operation: its fields, and the rules about several of them. */
export interface RequestInput<Input> {
  readonly fields: Fields & { readonly [Name in keyof Input]-?: Field<Input[Name]> };
  readonly rules?: readonly InputRule<Input>[];
}

/** A rule about several fields. */
export interface InputRule<Input> {
  /**
   * A method, because the list of operations holds rules for different inputs.
   * @param input the fields that are there and have no fault of their own.
   * @param found the faults that were found before.
   */
  faultsOf(input: Partial<Input>, found: readonly FieldFault[]): readonly FieldFault[];
}

/** The values of the fields without a fault, and all faults. */
export interface FieldsRead<Input> {
  readonly input: Partial<Input>;
  readonly faults: readonly FieldFault[];
}

/**
 * Reads every field, then applies the rules about several of them.
 * @param sent the value of a field as sent, by the field's name.
 */
export function readFields<Input>(
  { fields, rules = [] }: RequestInput<Input>,
  sent: (name: string) => unknown,
): FieldsRead<Input> {
  const input: Partial<Input> = {};
  const faults: FieldFault[] = [];
  for (const [name, field] of Object.entries(fields)) {
    const reading = field.read(sent(name));
    if ('fault' in reading) faults.push({ name, reason: reading.fault });
    else if (reading.value !== undefined) Object.assign(input, { [name]: reading.value });
  }
  for (const rule of rules) faults.push(...rule.faultsOf(input, faults));
  return { input, faults };
}

/** The whole input. @throws Error if a field has a fault. */
export function wholeInput<Input>({ input, faults }: FieldsRead<Input>): Input {
  if (faults.length > 0) throw new Error(`Fields with faults: ${faults.map(({ name }) => name).join(', ')}`);
  // Every field was read, and without a fault each that must be there has a value.
  return input as Input;
}
