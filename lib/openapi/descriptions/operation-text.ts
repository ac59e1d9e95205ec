import type { OperationName, operations } from '../../../functions/operations.ts';
import type { FieldDescriptions } from '../documented.ts';
import type { ExampleRequest } from '../examples/run-example.ts';
import type { TagName } from '../tags.ts';

type Contract<Name extends OperationName> = Extract<(typeof operations)[number], { readonly name: Name }>;
type Input<Name extends OperationName> = Contract<Name>['input']['fields'];
/** Fields with named schemas, which `entity-descriptions.ts` describes. */
type Named = 'misp' | 'misp_licenses';
type Answered<Answer> = Answer extends { readonly shape: infer Shape extends object }
  ? FieldDescriptions<Omit<Shape, Named>>
  : Readonly<Record<string, never>>;

/** What the document says about an operation, in addition to its contract. The compiler requires each field. */
export interface OperationText<Name extends OperationName> {
  readonly tag: TagName;
  /** What the operation does, and what a caller must know before the first call. */
  readonly description: string;
  readonly input: FieldDescriptions<Input<Name>>;
  /** Fields of the input that may each be absent, but not all of them. */
  readonly oneOf?: readonly (keyof Input<Name> & string)[];
  /** The name of the result's component; by default derived from the operation's name. */
  readonly resultName?: string;
  readonly answer: Answered<Contract<Name>['answer']>;
  /** Requests that succeed. The first one provides the examples of parameters. */
  readonly examples: readonly [ExampleRequest, ...ExampleRequest[]];
}

export type OperationTexts = { readonly [Name in OperationName]: OperationText<Name> };
