import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import * as z from 'zod/mini';

/**
 * A change in the audit trail: a record or a domain event with a version. Others are ignored, because they can name an
 * id that a caller made up (requests for unknown MISPs are audited too), which must not become the highest id.
 */
const auditedChange = z.object({
  recordId: z.string(),
  mispId: z.string(),
  version: z.int().check(z.minimum(1)),
  /** In audit records. */
  eventId: z.optional(z.string()),
  operation: z.optional(z.string()),
  actionTimeStamp: z.optional(z.string()),
  sessionUserId: z.optional(z.string()),
  licenseKeyHash: z.optional(z.string()),
  /** In domain events. */
  active: z.optional(z.boolean()),
  reason: z.optional(z.string()),
  validTo: z.optional(z.iso.datetime()),
  changedAt: z.optional(z.string()),
});
export type AuditedChange = z.infer<typeof auditedChange>;

/** A long read must not fail, and begin again, because of a few throttled calls. */
const MAX_ATTEMPTS = 10;

/** The changes, page by page, in any order and possibly more than once. */
export type AuditTrail = AsyncIterable<readonly AuditedChange[]>;

/** Reads the log group of the bus. Needs `logs:FilterLogEvents`. @param since milliseconds since 1970. */
export async function* logGroupTrail(logGroupName: string, since: number): AuditTrail {
  const client = new CloudWatchLogsClient({ maxAttempts: MAX_ATTEMPTS });
  // Lets CloudWatch Logs leave out validations and reads, by far the most records, which have no version.
  const query = { logGroupName, startTime: since, filterPattern: '{ $.detail.version > 0 }' };
  for await (const page of paginateFilterLogEvents({ client }, query)) {
    yield (page.events ?? []).flatMap(({ message }) => changeIn(message ?? ''));
  }
}

/** Reads the events of a local cloud. @param url for example http://127.0.0.1:3000/_local/events */
export async function* journalTrail(url: string, since: number): AuditTrail {
  const answer = await fetch(url).catch((error: unknown) => {
    throw new Error(`${url} cannot be reached`, { cause: error });
  });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  const lines = (await answer.text()).split('\n').filter((line) => line !== '');
  yield lines.flatMap(changeIn).filter((change) => timeOf(change) >= since);
}

/** The time of a change in milliseconds since 1970, the same in the records and domain events of one request. */
function timeOf({ actionTimeStamp, changedAt }: AuditedChange): number {
  return Date.parse(actionTimeStamp ?? changedAt ?? '');
}

/** Parses a line of JSON with a bus event. Returns its change, or nothing if it has none. */
function changeIn(line: string): readonly AuditedChange[] {
  const event = z.object({ detail: auditedChange }).safeParse(parse(line));
  return event.success ? [event.data.detail] : [];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
