import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import { checkAnswer } from '../model/check-answer.ts';
import { checkAudit } from '../model/check-audit.ts';
import { checkTable } from '../model/check-table.ts';
import type { Draws } from '../model/reference/call.ts';
import { type Expected, expectCall } from '../model/reference/expect-call.ts';
import type { World } from '../model/reference/world.ts';
import { checkDomainEvents, checkLicenseCounts } from './check-end.ts';
import { findOrder } from './find-order.ts';
import type { Event, History } from './history.ts';

/** An operation with a stored audit row: its outcome is known, even if its client got no answer. */
interface Settled extends Event {
  readonly row: OutboxRow;
  readonly draws: Draws;
}

export interface Checked {
  readonly violations: readonly string[];
  /** Operations with an unknown outcome and a stored audit row, and without one. */
  readonly unknownButDone: number;
  readonly unknownAndNot: number;
  /** Operations that were answered 503. */
  readonly unavailable: number;
  /** Pairs of operations that overlapped in time. */
  readonly overlapping: number;
  /** Operations tried in the search. */
  readonly steps: number;
}

/**
 * Looks for an order of the operations that explains every answer, every audit row and the final state. The audit row
 * decides unknown outcomes: an operation with a row happened at some time after its invocation; one without a row did
 * not. Also, the domain events must agree with the licences that work, and no MISP may exceed its bound.
 */
export function checkHistory(history: History): Checked {
  const { events, rows, items, configuration, drawn } = history;
  const rowsOf = Map.groupBy(rows, ({ requestId }) => requestId);
  const doubled = [...rowsOf].filter(([, some]) => some.length > 1).map(([id]) => `${id} has more than one audit row`);
  const unaudited = events
    .filter(({ call, answered }) => answered !== undefined && !rowsOf.has(call.requestId))
    .map(({ call }) => `${call.requestId} was answered without an audit row`);
  const asked = new Set(events.map(({ call }) => call.requestId));
  const strays = [...rowsOf.keys()]
    .filter((id) => !asked.has(id))
    .map((id) => `audit of ${id}, which was never requested`);
  // Every injected fault is transient: the service must answer 503, not 500.
  const wrongStatuses = events
    .filter(({ failedWith }) => failedWith !== undefined && failedWith !== 503)
    .map(({ call, failedWith }) => `${call.requestId} was answered ${failedWith}, must be 503`);
  const settled = events.flatMap((event): Settled[] => {
    const row = rowsOf.get(event.call.requestId)?.[0];
    return row === undefined ? [] : [{ ...event, row, draws: drawsOf(event, row, drawn) }];
  });
  const expect = (world: World, { call, draws }: Settled) => expectCall(world, call, draws, configuration);
  const found = findOrder<Settled, World>({
    operations: settled.toSorted((one, other) => one.invokedAt - other.invokedAt),
    start: history.before,
    next: (world, operation) => {
      const expected = expect(world, operation);
      return isSeen(operation, expected) && contradictions(operation, expected).length === 0
        ? expected?.world
        : undefined;
    },
    isEnd: (world) => checkTable(items, world).length === 0,
    textOf: ({ misps, kept }) =>
      JSON.stringify([misps, kept].map((some) => [...some].sort(([one], [other]) => (one < other ? -1 : 1)))),
  });
  const why = [...doubled, ...unaudited, ...strays, ...wrongStatuses, ...checkLicenseCounts(items, history.before)];
  if (found.isLinearizable) {
    const [rows, now] = [found.order.map(({ row }) => row), Math.max(...events.map(({ call }) => call.at))];
    why.push(...checkDomainEvents(history.before, rows, found.state, now));
  } else {
    why.push(`no order explains it; the longest is ${found.order.map(({ call }) => call.requestId).join(', ')}`);
    const left = settled.filter((operation) => !found.order.includes(operation));
    why.push(
      ...left.map((one) => {
        const [first = 'agrees, but came later or leads to no solution'] = contradictions(
          one,
          expect(found.state, one),
        );
        return `  then ${one.call.requestId}: ${first}`;
      }),
    );
    if (left.length === 0) why.push(...checkTable(items, found.state).slice(0, 3));
  }
  const unknown = events.filter(({ answered }) => answered === undefined);
  const unknownButDone = unknown.filter(({ call }) => rowsOf.has(call.requestId)).length;
  return {
    violations: why.length === 0 ? [] : [[describe(history), ...why.map((line) => `=> ${line}`)].join('\n')],
    unknownButDone,
    unknownAndNot: unknown.length - unknownButDone,
    unavailable: events.filter(({ failedWith }) => failedWith === 503).length,
    overlapping: overlapsIn(events),
    steps: found.steps,
  };
}

/** Whether an outcome may agree with the row: a quick test that ends most orders before the full comparison. */
const isSeen = ({ row }: Settled, expected: Expected | undefined) =>
  expected?.audit?.outcome === row.outcome && expected.audit.version === row.version;

function contradictions({ call, answered, row }: Settled, expected: Expected | undefined): readonly string[] {
  if (expected === undefined) return ['no licence was found that it could have drawn'];
  return [
    ...checkAudit(call, [row], expected.audit),
    ...(answered === undefined ? [] : checkAnswer(call, answered, expected)),
  ];
}

/**
 * What an operation drew, from its answer, or from its row if the answer is unknown: the licence may have been removed
 * since.
 */
function drawsOf({ call, answered }: Event, row: OutboxRow, drawn: History['drawn']): Draws {
  const response = answered?.body.response;
  const field = (name: string): string | undefined => {
    const value: unknown = typeof response === 'object' && response !== null ? Reflect.get(response, name) : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  if (call.operation === 'register-misp') return { mispId: field('mispID') ?? row.mispId };
  const fromAnswer = field('mispLicenseKey') ?? field('licenseKey');
  const hash = Buffer.from(row.licenseKeyHash ?? []).toString('hex');
  return { licenseKey: fromAnswer ?? drawn.get(hash) };
}

function overlapsIn(events: readonly Event[]): number {
  const pairs = events.flatMap((one, index) => events.slice(index + 1).map((other) => [one, other] as const));
  return pairs.filter(([one, other]) => one.invokedAt < other.respondedAt && other.invokedAt < one.respondedAt).length;
}

/** A readable history: its start, and each operation with its times in milliseconds. */
function describe({ title, before, events }: History): string {
  const begin = Math.min(...events.map(({ invokedAt }) => invokedAt));
  const after = (time: number) => (Number.isFinite(time) ? (time - begin).toFixed(1) : '?');
  const misps = [...before.misps.values()].map(({ id, name, approval, active, licenses }) => {
    const keys = licenses.map(({ key, on, to }) => `${key} ${on ? 'on' : 'off'} until ${new Date(to).toISOString()}`);
    return `   ${id} ${name}: ${approval}, ${active ? 'active' : 'de-active'}, ${keys.join(', ') || 'no licence'}`;
  });
  const lines = events
    .toSorted((one, other) => one.invokedAt - other.invokedAt)
    .map(({ client, call, invokedAt, respondedAt, answered }) => {
      const error = answered?.body.errors.map(({ errorCode }) => errorCode).join(' ');
      const was = answered === undefined ? 'unknown' : error || JSON.stringify(answered.body.response).slice(0, 300);
      const asked = `${call.operation} ${call.mispId ?? ''} ${JSON.stringify({ ...call.fields, ...call.retry })}`;
      return `   ${after(invokedAt)}..${after(respondedAt)} client ${client} ${call.requestId}: ${asked} -> ${was}`;
    });
  return [title, ...misps, ...lines].join('\n');
}
