import { ENVELOPE } from './ask.ts';
import { differences } from './differences.ts';
import type { Answered } from './proving-ground.ts';
import type { Call } from './reference/call.ts';
import type { Expected } from './reference/expect-call.ts';

/** Licences have no promised order in an answer, so sort both sides. */
function inOneOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOneOrder);
  if (typeof value !== 'object' || value === null) return value;
  const sorted = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(
    sorted.map(([name, part]) => {
      const ordered = inOneOrder(part);
      return [
        name,
        (name === 'misp_licenses' || name === 'earlier') && Array.isArray(ordered) ? ordered.toSorted(byText) : ordered,
      ];
    }),
  );
}

const byText = (one: unknown, other: unknown) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1);

/** Compares a whole answer with the model's. @returns the differences. */
export function checkAnswer(call: Call, { status, headers, body }: Answered, expected: Expected): readonly string[] {
  const { next, response, errors, version, isReplayed = false } = expected;
  const cursor = body.metadata?.nextCursor;
  const mayName = next !== undefined && (cursor !== undefined || !next.open);
  const sorted = (some: Expected['errors']) => some.map(({ errorCode, message }) => `${errorCode} ${message}`).sort();
  const echo = call.fields === undefined ? { id: null, version: null } : ENVELOPE;
  return differences(
    {
      ...{ status, etag: headers.etag, replayed: headers['idempotency-replayed'] },
      ...{ ...body, response: inOneOrder(body.response), errors: sorted(body.errors) },
    },
    {
      ...{ status: expected.status, ...echo, responsetime: new Date(call.at).toISOString() },
      etag: version === undefined ? undefined : `"${version}"`,
      replayed: isReplayed ? 'true' : undefined,
      metadata: mayName ? { nextCursor: cursor ?? 'a cursor' } : null,
      response: inOneOrder(response),
      errors: sorted(errors),
    },
  );
}
