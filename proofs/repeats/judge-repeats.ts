import type { OutboxRow } from '../../functions/audit/outbox-row.ts';

/** A request that was sent, and its answer, if any. */
export interface Sent {
  readonly requestId: string;
  readonly isAnswered: boolean;
  readonly status?: number;
  /** The answer without its time. */
  readonly text?: string;
  readonly replayed?: unknown;
  readonly response?: Readonly<Record<string, unknown>> | null;
  readonly error?: string;
}

/**
 * Judges requests with one idempotency key: one of them was decided and left its trail; all others repeat its answer
 * and leave one record each.
 */
export function judgeRepeats(
  what: string,
  all: readonly Sent[],
  rowsOf: ReadonlyMap<string, readonly OutboxRow[]>,
  error: string | undefined,
): readonly string[] {
  const rows = all.flatMap(({ requestId }) => rowsOf.get(requestId) ?? []);
  const firsts = rows.filter(({ repeatedRequestId }) => repeatedRequestId === undefined);
  const first = firsts[0]?.requestId;
  const wrongRepeats = rows.filter(
    (row) => row.repeatedRequestId !== undefined && !isRepeatOf(row, first, error ?? 'success'),
  );
  const answered = all.filter(({ isAnswered, status }) => isAnswered && status !== 503);
  const silent = answered.filter(({ requestId }) => (rowsOf.get(requestId) ?? []).length !== 1);
  const doubled = all.filter(({ requestId }) => (rowsOf.get(requestId) ?? []).length > 1);
  const answers = new Set(answered.map(({ text }) => text));
  const failed = all.filter(({ status = 0 }) => status >= 500 && status !== 503);
  const asFirst = answered.filter(({ requestId, replayed }) => (requestId === first) === (replayed === 'true'));
  return [
    ...(firsts.length === 1 ? [] : [`${what} left ${firsts.length} trails of a first request, must be 1`]),
    ...wrongRepeats.map(({ requestId }) => `${what}: the repeat ${requestId} left another record`),
    ...silent.map(({ requestId }) => `${what}: ${requestId} was answered without leaving a row`),
    ...doubled.map(({ requestId }) => `${what}: ${requestId} left several rows`),
    ...(answers.size === 1
      ? []
      : [`${what} was answered in ${answers.size} ways: ${[...answers].join(' | ').slice(0, 400)}`]),
    ...answered.filter((one) => one.error !== error).map((one) => `${what} was answered ${one.error ?? 'as done'}`),
    ...asFirst.map(({ requestId }) => `${what}: ${requestId} has a wrong Idempotency-Replayed header`),
    ...failed.map(({ status }) => `${what} was answered ${status}`),
  ];
}

function isRepeatOf(row: OutboxRow, first: string | undefined, outcome: string): boolean {
  const [note, ...more] = row.trail;
  return (
    more.length === 0 &&
    note?.[0].startsWith('154') === true &&
    row.repeatedRequestId === first &&
    row.outcome === outcome &&
    row.version === undefined &&
    row.verdictChanges.length === 0
  );
}
