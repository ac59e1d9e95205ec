import type * as z from 'zod/mini';
import type { LicenseTerms } from '../domain/change-of-misp.ts';
import type { DomainErrorKind } from '../domain/errors.ts';
import type { Right } from '../domain/rights.ts';
import type { VariableName } from '../environment/environment.ts';
import type { TableCall } from '../storage/table-call.ts';
import type { Answering } from './idempotency.ts';
import type { RequestInput } from './input.ts';
import type { LicenseKeyVisibility } from './license-key-visibility.ts';
import type { Operation } from './scope.ts';

/** Headers that make a change safe to repeat (docs/safe-retries.md). */
export type RetryHeader = 'idempotency-key' | 'if-match';

/**
 * The part of a contract that the function needs at runtime. It is beside the rule: whatever else its file has is in the
 * function's bundle, too. The stack, the documents and the tests use the rest.
 */
export interface RequestContract<Input = unknown, Variables extends VariableName = VariableName> {
  /** The name of the operation, and of its folder, its function and its audit records. */
  readonly name: string;
  /** A GET has no body; all others have the envelope. */
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** Path parameters, query parameters and the fields of the body's `request`, merged into one object. */
  readonly input: RequestInput<Input>;
  /** Other names of fields, used if the field itself is absent or null. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** The right that the caller needs. */
  readonly right: Right;
  /** The retry headers that it reads; it ignores the others. */
  readonly retryHeaders: readonly RetryHeader[];
  /** Environment variables of this operation, in addition to those of all operations. */
  readonly environment: readonly Variables[];
}

/** Everything about an operation in one place. Routes, functions, grants, OpenAPI and tests are derived from it. */
export interface OperationContract<Input = unknown, Answer = unknown, Variables extends VariableName = VariableName>
  extends RequestContract<Input, Variables> {
  /** A few words for the OpenAPI document and the API table. */
  readonly summary: string;
  /** Path below the base path, with `{parameters}` as API Gateway writes them. */
  readonly path: `/${string}`;
  /** The input fields of the query string. Those of the path are in `path`; all others belong to the body. */
  readonly query: readonly string[];
  /** The `response` of the envelope. */
  readonly answer: z.ZodMiniType<Answer>;
  /** The business errors of this operation, in addition to those that `errorsOf` adds. */
  readonly errors: readonly DomainErrorKind[];
  /** Calls to the MISP table. Every operation also puts its audit row into the outbox. */
  readonly tableCalls: readonly TableCall[];
  /** Hands the rule to `use`, bound as the entry binds it. The documents and the tests run it. */
  readonly withRule: <Result>(terms: RuleTerms, use: UseOfRule<Result>) => Result;
}

/** What a deployment configures for rules. */
export interface RuleTerms extends LicenseTerms {
  readonly maxValidityDays: number;
  readonly separationOfDuties: boolean;
  readonly visibility: LicenseKeyVisibility;
}

/** Takes the rule of any operation: rules of different inputs have no type in common. */
export type UseOfRule<Result> = <Input extends object, Answer>(
  request: RequestContract<Input>,
  rule: Operation<Input, Answer>,
  answering?: Answering<Input, Answer>,
) => Result;

/** All business errors of an operation: its own, and those that come with its right and its headers. */
export function errorsOf({
  errors,
  retryHeaders,
}: Pick<OperationContract, 'errors' | 'retryHeaders'>): readonly DomainErrorKind[] {
  return [
    ...errors,
    ...(retryHeaders.includes('if-match') ? (['version-mismatch'] as const) : []),
    ...(retryHeaders.includes('idempotency-key') ? (['idempotency-key-conflict'] as const) : []),
    'access-denied',
  ];
}

/** Names of the parameters in a path, in order. */
export function pathParametersOf(path: string): readonly string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].flatMap((match) => (match[1] === undefined ? [] : [match[1]]));
}
