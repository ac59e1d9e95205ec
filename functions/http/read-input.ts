import type { VariableName } from '../environment/environment.ts';
import type { RequestContract } from '../operation/contract.ts';
import { type InputProblem, inputReasons, RejectedInput } from '../operation/rejected-input.ts';
import { type EnvelopeEcho, NO_ECHO } from './answer-form.ts';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The `id` and `version` of an envelope; anything but text counts as absent. */
export function echoOf(body: unknown): EnvelopeEcho {
  if (!isFields(body)) return NO_ECHO;
  const { id, version } = body;
  return { id: typeof id === 'string' ? id : null, version: typeof version === 'string' ? version : null };
}

type Aliases = Readonly<Record<string, string>>;

/** A body without an object `request` has no fields: each is then missing. */
const requestOf = (body: unknown): Fields => (isFields(body) && isFields(body.request) ? body.request : {});

/** The name under which the request has a field: its alias where that alone is there. */
function sentAs(request: Fields, field: string, aliases: Aliases): string {
  const isThere = (name: string | undefined): name is string => name !== undefined && (request[name] ?? null) !== null;
  const alias = aliases[field];
  return !isThere(field) && isThere(alias) ? alias : field;
}

/**
 * Reads the input of an operation from its path, its query and its body.
 * @param parts `body` is the parsed JSON, undefined for a GET.
 * @throws RejectedInput naming every field or parameter that is wrong, each with the first thing that is wrong with it.
 */
export function readInput<Input>(
  { input, method, aliases = {} }: Pick<RequestContract<Input, VariableName>, 'input' | 'method' | 'aliases'>,
  parts: { readonly path: Fields; readonly query: Fields; readonly body: unknown },
): Input {
  const isGet = method === 'GET';
  const request = requestOf(parts.body);
  const filled = Object.keys(aliases).map((field) => [field, request[sentAs(request, field, aliases)]] as const);
  const own = isGet ? parts.query : { ...request, ...Object.fromEntries(filled) };
  const parsed = input.safeParse({ ...own, ...parts.path });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }): InputProblem => {
    const name = String(path[0]);
    const reason = inputReasons.find((one) => one === message) ?? 'wrong-type';
    return isGet
      ? { in: 'query', name, reason }
      : { in: 'field', name, sentAs: sentAs(request, name, aliases), reason };
  });
  const [first, ...rest] = problems;
  if (first === undefined) throw new Error('The input was refused without a reason');
  throw new RejectedInput(first, ...rest);
}
