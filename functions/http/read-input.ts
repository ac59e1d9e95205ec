import type { Instant } from '../domain/misp.ts';
import type { VariableName } from '../environment/environment.ts';
import type { RequestContract } from '../operation/contract.ts';
import { readFields, wholeInput } from '../operation/input.ts';
import { textOf } from '../operation/input-fields.ts';
import { type InputProblem, RejectedInput } from '../operation/rejected-input.ts';
import { type RetryHeaders, readRetryHeaders } from '../operation/retry-headers.ts';
import type { FaultsInTime } from '../operation/scope.ts';
import { type EnvelopeEcho, NO_ECHO } from './answer-form.ts';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The `id` and `version` of an envelope; absent if they are not text or a value that counts as text. */
export function echoOf(body: unknown): EnvelopeEcho {
  if (!isFields(body)) return NO_ECHO;
  const { id, version } = body;
  return { id: textOf(id) ?? null, version: textOf(version) ?? null };
}

type Aliases = Readonly<Record<string, string>>;

/** Without an object `request` every field is missing. */
const requestOf = (body: unknown): Fields => (isFields(body) && isFields(body.request) ? body.request : {});

/** The name of a field in the request: its alias if only that is present. */
function sentAs(request: Fields, field: string, aliases: Aliases): string {
  const isThere = (name: string | undefined): name is string => name !== undefined && (request[name] ?? null) !== null;
  const alias = aliases[field];
  return !isThere(field) && isThere(alias) ? alias : field;
}

type InputContract<Input> = Pick<RequestContract<Input, VariableName>, 'input' | 'method' | 'aliases' | 'retryHeaders'>;

/** Where the parts of a request come from; `body` is the parsed JSON, undefined for a GET. */
interface RequestParts {
  readonly path: Fields;
  readonly query: Fields;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
}

/**
 * Reads the input of an operation from path, query and body, and the headers for retries.
 * @param faultsInTime those of the operation, if it has any.
 * @throws RejectedInput with every invalid field, parameter or header, and the first fault of each.
 */
export function readInput<Input>(
  { input, method, aliases = {}, retryHeaders }: InputContract<Input>,
  parts: RequestParts,
  now: Instant,
  faultsInTime?: FaultsInTime<Input>,
): { readonly input: Input; readonly retry: RetryHeaders } {
  const isGet = method === 'GET';
  const request = requestOf(parts.body);
  // Only the fields of the contract: a body may have thousands of others.
  const read = readFields(input, (name) => {
    const sent = isGet ? parts.query[name] : request[sentAs(request, name, aliases)];
    return parts.path[name] ?? sent;
  });
  const faults = [...read.faults, ...(faultsInTime?.(read.input, now) ?? [])];
  // In the order of the fields, and only the first fault of each: those of the input as a whole come last.
  const names = new Set([...Object.keys(input.fields), ...faults.map(({ name }) => name)]);
  const first = [...names].flatMap((name) => faults.find((one) => one.name === name) ?? []);
  const problems = first.map(
    ({ name, reason }): InputProblem =>
      isGet ? { in: 'query', name, reason } : { in: 'field', name, sentAs: sentAs(request, name, aliases), reason },
  );
  const retry = readRetryHeaders(retryHeaders, parts.headers, problems);
  const [problem, ...rest] = problems;
  if (problem !== undefined) throw new RejectedInput(problem, ...rest);
  return { input: wholeInput(read), retry };
}
