import type { StoredItem } from '../aws/stored-items.ts';
import type { RunningFunction } from '../functions/runner.ts';
import { type GatewayAnswer, jsonAnswer, textAnswer } from './answer.ts';
import { answerControl, type Controls } from './control-endpoints.ts';
import type { GatewayRequest } from './request.ts';

/** The path of the local cloud's own pages, which do not exist on AWS. */
export const LOCAL_PATH = '/_local';

/** An event that reached the bus. */
export interface BusEvent {
  /** Counts up from 1. */
  readonly n: number;
  readonly time: string;
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: unknown;
}

/** What the pages show. */
export interface LocalView {
  /** The kept events after the given number, in order. */
  events(since: number): readonly BusEvent[];
  /** How many of the oldest events were dropped. */
  droppedEvents(): number;
  /** The number of undelivered outbox rows. */
  outboxRows(): Promise<number>;
  functions(): readonly RunningFunction[];
  /** All items of all tables. */
  items(): Promise<readonly StoredItem[]>;
}

/**
 * Answers the pages under `/_local`.
 * @returns undefined if there is no such page.
 */
export async function answerLocal(
  request: GatewayRequest,
  view: LocalView,
  controls: Controls,
): Promise<GatewayAnswer | undefined> {
  const page = request.path.slice(LOCAL_PATH.length).replace(/\/$/, '');
  const controlled = await answerControl(request, page, controls);
  if (controlled !== undefined) return controlled;
  if (request.method !== 'GET') return undefined;
  if (page === '') return jsonAnswer(200, index);
  if (page === '/functions') return jsonAnswer(200, { functions: view.functions() });
  if (page === '/outbox') return jsonAnswer(200, { rows: await view.outboxRows() });
  if (page === '/table') {
    const lines = (await view.items()).map((item) => `${JSON.stringify(item, asJson)}\n`);
    return textAnswer(200, 'application/x-ndjson', lines.join(''));
  }
  if (page !== '/events') return undefined;
  const since = request.query.find(([name]) => name === 'since')?.[1] ?? '0';
  if (!/^\d{1,15}$/.test(since)) return jsonAnswer(400, { message: 'since is the number of an event' });
  const lines = view.events(Number(since)).map(eventLine);
  return textAnswer(200, 'application/x-ndjson', [droppedLine(view.droppedEvents(), Number(since)), ...lines].join(''));
}

/** Converts what a table can store but JSON cannot: sets and large numbers. */
const asJson = (_key: string, value: unknown): unknown => {
  if (value instanceof Set) return [...value];
  return typeof value === 'bigint' ? String(value) : value;
};

/** A first line that says which of the requested events were dropped. */
function droppedLine(dropped: number, since: number): string {
  if (since >= dropped) return '';
  const message = `Events ${since + 1} to ${dropped} are no longer available: without --data, only the last ones are kept`;
  return `${JSON.stringify({ gone: dropped, message })}\n`;
}

/** Formats an event as a line of JSON. */
export function eventLine({ n, time, source, 'detail-type': detailType, detail }: BusEvent): string {
  return `${JSON.stringify({ n, time, source, 'detail-type': detailType, detail })}\n`;
}

const index = {
  docs: `${LOCAL_PATH}/docs — the reference page for a browser: every operation to read and try`,
  token: `${LOCAL_PATH}/token — a token of the local issuer; ?user=viewer-jo has the roles of that name; ?roles=A,B lists roles`,
  events: `${LOCAL_PATH}/events?since=0 — what reached the bus, as lines of JSON; without --data the last 10,000`,
  outbox: `${LOCAL_PATH}/outbox — audit rows that have not been delivered`,
  functions: `${LOCAL_PATH}/functions — the functions, with bundle size and number of calls`,
  faults: `${LOCAL_PATH}/faults — POST {"action", "mode", "count"}: makes the next calls of the functions fail; DELETE clears`,
  crash: `${LOCAL_PATH}/crash — POST {"function", "after", "when"}: kills the process during its next call; DELETE clears`,
  clock: `${LOCAL_PATH}/clock — POST {"advance": "31d"}: moves the clock of functions, streams, schedules and issuer`,
  'index-lag': `${LOCAL_PATH}/index-lag — POST {"milliseconds"}: makes reads of an index lag by this time`,
  'issuer-keys': `${LOCAL_PATH}/issuer-keys — POST {"step"}: add, sign or withdraw, the steps in which an issuer changes its keys`,
  table: `${LOCAL_PATH}/table — what is stored in the tables, as lines of JSON`,
  issuer: `${LOCAL_PATH}/issuer/.well-known/openid-configuration — the issuer of the tokens`,
};
