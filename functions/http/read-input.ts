import type { VariableName } from '../environment/environment.ts';
import type { RequestContract } from '../operation/contract.ts';
import { type InputProblem, RejectedInput } from '../operation/rejected-input.ts';
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

/** The body's fields, with aliases filled in. A body without an object `request` has none: each is then missing. */
function bodyFields(body: unknown, aliases: Readonly<Record<string, string>>): Fields {
  const request = isFields(body) && isFields(body.request) ? body.request : {};
  const filled = Object.entries(aliases).map(([field, alias]) => [field, request[field] ?? request[alias]] as const);
  return { ...request, ...Object.fromEntries(filled) };
}

/**
 * Reads the input of an operation from its path, its query and its body.
 * @param parts `body` is the parsed JSON, undefined for a GET.
 * @throws RejectedInput naming every field that is missing, blank, too long or of the wrong type.
 */
export function readInput<Input>(
  request: Pick<RequestContract<Input, VariableName>, 'input' | 'method' | 'aliases'>,
  parts: { readonly path: Fields; readonly query: Fields; readonly body: unknown },
): Input {
  const isGet = request.method === 'GET';
  const own = isGet ? parts.query : bodyFields(parts.body, request.aliases ?? {});
  const parsed = request.input.safeParse({ ...own, ...parts.path });
  if (parsed.success) return parsed.data;
  const fields = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))];
  const problems = fields.map(
    (field): InputProblem =>
      isGet ? { kind: 'unreadable', what: field } : { kind: 'field', path: `request.${field}` },
  );
  const [first = { kind: 'unreadable', what: 'request' } as const, ...rest] = problems;
  throw new RejectedInput([first, ...rest]);
}
