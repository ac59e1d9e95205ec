import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import * as z from 'zod/mini';

/**
 * What the audit trail says of a change: a record or a domain event that bears a version. Only these count. Others can name
 * an id that a caller made up (404s are audited too), which must not become the highest id of all.
 */
const auditedChange = z.object({
  recordId: z.string(),
  mispId: z.string(),
  version: z.int().check(z.minimum(1)),
  /** Of audit records. */
  eventId: z.optional(z.string()),
  operation: z.optional(z.string()),
  actionTimeStamp: z.optional(z.string()),
  sessionUserId: z.optional(z.string()),
  licenseKeyHash: z.optional(z.string()),
  /** Of domain events. */
  active: z.optional(z.boolean()),
  reason: z.optional(z.string()),
  changedAt: z.optional(z.string()),
});
export type AuditedChange = z.infer<typeof auditedChange>;

/** Where the audit trail is read: the changes page by page, in no promised order and perhaps more than once. */
export type AuditTrail = AsyncIterable<readonly AuditedChange[]>;

/** The log group that the bus delivers to. Needs `logs:FilterLogEvents`. @param since milliseconds since 1970. */
export async function* logGroupTrail(logGroupName: string, since: number): AuditTrail {
  const client = new CloudWatchLogsClient({});
  // Validations and reads, by far the most of it, have no version: CloudWatch Logs keeps them back.
  const query = { logGroupName, startTime: since, filterPattern: '{ $.detail.version > 0 }' };
  for await (const page of paginateFilterLogEvents({ client }, query)) {
    yield (page.events ?? []).flatMap(({ message }) => changeIn(message ?? ''));
  }
}

/** The journal that a local cloud keeps of its bus. @param url for example http://127.0.0.1:3000/_local/events */
export async function* journalTrail(url: string, since: number): AuditTrail {
  const answer = await fetch(url).catch((error: unknown) => {
    throw new Error(`${url} cannot be reached`, { cause: error });
  });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  const lines = (await answer.text()).split('\n').filter((line) => line !== '');
  yield lines.flatMap(changeIn).filter((change) => timeOf(change) >= since);
}

/** When a change was made, in milliseconds since 1970; the records of a request and its domain events bear the same time. */
function timeOf({ actionTimeStamp, changedAt }: AuditedChange): number {
  return Date.parse(actionTimeStamp ?? changedAt ?? '');
}

/** The change that an event of the bus tells, as one line of JSON; none for an event that tells no change. */
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
