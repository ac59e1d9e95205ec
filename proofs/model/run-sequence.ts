import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import { undocumented } from '../undocumented.ts';
import { checkAnswer } from './check-answer.ts';
import { checkAudit } from './check-audit.ts';
import { checkDelivery, rowStemOf, stemOf } from './check-delivery.ts';
import { checkTable, itemsOf } from './check-table.ts';
import { mispOf } from './generate/import.ts';
import { type RequestStep, requestOf } from './generate/request-of.ts';
import type { Step } from './generate/step.ts';
import type { Answered, Service } from './proving-ground.ts';
import type { Call, Configuration, Draws } from './reference/call.ts';
import { catalogueNameOf } from './reference/catalogue.ts';
import { type Expected, expectCall } from './reference/expect-call.ts';
import { comparedName } from './reference/names.ts';
import { secretsOf } from './reference/secrets.ts';
import { emptyWorld, type KnownMisp, ownerOf, type World, withMisp } from './reference/world.ts';

const START = Date.parse('2026-03-01T10:20:30.456Z');
const DAY_MS = 24 * 60 * 60 * 1000;

const callers = [
  { userId: 'ada-7', userName: 'Ada Admin' },
  { userId: 'ben', userName: 'Ben' },
  { userId: 'c\u00e9line@mosip.io', userName: 'C\u00e9line \u5f20' },
] as const;

/** The service did something other than the contract says. The message holds the whole story. */
export class Mismatch extends Error {
  override readonly name = 'Mismatch';
}

/** What occurred, for the figures. */
export interface Tally {
  readonly reached: (operation: string, outcome: string) => void;
  /** Called with the name of the catalogue row of each record on the bus. */
  readonly recorded: (catalogueName: string) => void;
  readonly counted: (what: 'audit records' | 'domain events' | 'items compared', count: number) => void;
}

/** A request with the right answer. */
interface Done {
  readonly call: Call;
  readonly expected: Expected;
}

/**
 * Takes the service and the model through the same steps. Compares every answer, the whole table after every change and
 * at the end, and then everything that the publisher puts on the bus.
 */
export async function runSequence(
  service: Service,
  configuration: Configuration,
  steps: readonly Step[],
  tally: Tally,
): Promise<void> {
  const done: Done[] = [];
  const story: string[] = [`with codes ${configuration.errorCodes}, keys in lists ${configuration.visibility}`];
  const compare = (differences: readonly string[]) => {
    if (differences.length > 0) throw new Mismatch([...story, ...differences.map((text) => `=> ${text}`)].join('\n'));
  };
  let world = emptyWorld;
  let now = START;
  let lastId = 99;
  let registered = 0;
  for (const step of steps) {
    now += 1;
    if (step.do === 'wait' || step.do === 'wait for expiry') {
      now = step.do === 'wait' ? now + step.days * DAY_MS : beforeExpiry(world, step.license, step.offset, now);
      story.push(`   the clock moves to ${new Date(now).toISOString()}`);
    } else if (step.do === 'import') {
      const misp = mispOf(step.what, now);
      if (!isRoomFor(misp, world)) continue;
      await service.put(itemsOf(misp));
      world = withMisp(world, misp);
      story.push(`   MISP ${misp.id} is imported: ${JSON.stringify(step.what)}`);
    } else {
      if (step.do === 'validate at expiry') now = beforeExpiry(world, step.license, step.offset, now) + 1;
      const call = step.do === 'repeat' ? repeatOf(step, done, now) : callOf(step, world, now, done.length + 1);
      if (call === undefined) continue;
      const answered = await service.ask(call);
      if (call.operation === 'register-misp') registered += 1;
      const draws = drawsOf(call, answered, world, { above: lastId, atMost: 99 + registered });
      const expected = expectCall(world, call, draws, configuration);
      story.push(storyLine(call, expected, answered));
      if (expected === undefined) throw new Mismatch([...story, '=> no new value was drawn'].join('\n'));
      compare(checkAnswer(call, answered, expected));
      if (expected.world !== world) {
        lastId = Number(draws.mispId ?? lastId);
        const items = await service.items();
        compare(checkTable(items, expected.world));
        tally.counted('items compared', items.length);
      }
      world = withCursor(expected, answered);
      done.push({ call, expected });
      tally.reached(call.operation, expected.outcome);
    }
  }
  const [items, rows] = await Promise.all([service.items(), service.rows()]);
  compare(checkTable(items, world));
  tally.counted('items compared', items.length);
  await compareBus(service, rows, { done, world }, compare, tally);
}

/** Delivers the rows of a sequence through the publisher, and compares the bus with every request. */
async function compareBus(
  service: Service,
  rows: readonly OutboxRow[],
  { done, world }: { readonly done: readonly Done[]; readonly world: World },
  compare: (differences: readonly string[]) => void,
  tally: Tally,
): Promise<void> {
  const rowsOf = Map.groupBy(rows, ({ requestId }) => requestId);
  const asked = new Set(done.map(({ call }) => call.requestId));
  compare([...rowsOf.keys()].filter((id) => !asked.has(id)).map((id) => `audit of ${id}, which was never requested`));
  const delivery = await service.deliver(rows);
  compare(checkDelivery(rows, delivery));
  const entriesOf = Map.groupBy(delivery.entries, rowStemOf);
  const calls = done.map(({ call }) => call);
  const secrets = secretsOf(calls, world);
  for (const { call, expected } of done) {
    const own = rowsOf.get(call.requestId) ?? [];
    const entries = own.flatMap(({ id }) => entriesOf.get(stemOf(id)) ?? []);
    const wrong = checkAudit(call, own, expected.audit, entries, secrets);
    const findings = wrong.map((text) => `${call.requestId}, ${call.operation}, ${expected.outcome}: ${text}`);
    compare([...findings, ...undocumented(entries)]);
    for (const note of expected.audit?.trail ?? []) tally.recorded(catalogueNameOf(note, call.operation));
    tally.counted('audit records', expected.audit?.trail.length ?? 0);
    tally.counted('domain events', expected.audit?.verdicts.length ?? 0);
  }
}

function callOf(step: RequestStep, world: World, now: number, number: number): Call {
  return {
    ...requestOf(step, world, now),
    by: callers[step.by % callers.length]!,
    at: now,
    requestId: `request-${number}`,
  };
}

/** A repeat of a request with an idempotency key, or another request with its key; undefined if there was none. */
function repeatOf(
  { which, isAnother }: Extract<Step, { do: 'repeat' }>,
  done: readonly Done[],
  now: number,
): Call | undefined {
  const keyed = done.map(({ call }) => call).filter(({ retry }) => retry?.idempotencyKey !== undefined);
  const call = keyed.at(-1 - (which % Math.max(1, keyed.length)));
  if (call === undefined) return undefined;
  const fields = isAnother ? withAnotherValue(call.fields) : inOtherCase(call.fields);
  return { ...call, ...(fields === undefined ? {} : { fields }), at: now, requestId: `request-${done.length + 1}` };
}

/** The same request: the case of a hash does not matter. */
const inOtherCase = (fields: Call['fields']): Call['fields'] =>
  fields?.licenseKeyHash === undefined
    ? fields
    : { ...fields, licenseKeyHash: String(fields.licenseKeyHash).toLowerCase() };

/** One field has another value, which is valid if the old one was. */
function withAnotherValue(fields: Call['fields'] = {}): Call['fields'] {
  const [name, value] = Object.entries(fields).findLast(([field, one]) => field !== 'validTo' && one !== null) ?? [];
  if (name === undefined) return fields;
  return { ...fields, [name]: typeof value === 'number' ? value + 1 : `${value}x` };
}

/** Moves the clock so that the next request comes just before or exactly at the expiry of a licence. */
function beforeExpiry(world: World, number: number, offset: -1 | 0, now: number): number {
  const expiries = [...world.misps.values()]
    .flatMap(({ licenses }) => licenses.map(({ to }) => to))
    .filter((to) => to + offset > now + 1);
  const expiry = expiries.toSorted((one, other) => one - other)[number % Math.max(1, expiries.length)];
  return expiry === undefined ? now : expiry + offset - 1;
}

/** An import keeps the rules that the store relies on: each id and each name belongs to one MISP. */
const isRoomFor = ({ id, name }: KnownMisp, { misps }: World) =>
  !misps.has(id) && ![...misps.values()].some((misp) => comparedName(misp.name) === comparedName(name));

/** The values that the service drew, if they are possible: an id that rises, and a new key of the right form. */
function drawsOf(
  { operation }: Call,
  { body: { response } }: Answered,
  world: World,
  ids: { readonly above: number; readonly atMost: number },
): Draws {
  const field = (name: string): unknown =>
    typeof response === 'object' && response !== null ? Reflect.get(response, name) : undefined;
  const id = operation === 'register-misp' ? field('mispID') : undefined;
  const key = operation === 'process-misp-status' ? field('mispLicenseKey') : field('licenseKey');
  const isFresh = (text: string) => ownerOf(world, text) === undefined && !world.removedKeys.includes(text);
  const isId = typeof id === 'string' && /^\d+$/.test(id) && Number(id) > ids.above && Number(id) <= ids.atMost;
  const isKey = typeof key === 'string' && /^[A-Za-z0-9]{50}$/.test(key) && isFresh(key);
  return { mispId: isId ? id : undefined, licenseKey: isKey ? key : undefined };
}

function withCursor({ world, next }: Expected, { body }: Answered): World {
  const cursor = body.metadata?.nextCursor;
  if (cursor === undefined || next === undefined) return world;
  return { ...world, cursors: new Map(world.cursors).set(cursor, next.place) };
}

/** One line of the story of a sequence. */
function storyLine(call: Call, expected: Expected | undefined, { status, body }: Answered): string {
  const { requestId, operation, mispId, orgName, query, fields, by, at } = call;
  const asked = JSON.stringify({ ...query, ...fields }, (name, value) =>
    name === 'address' && String(value).length > 20 ? `${String(value).slice(0, 8)}\u2026` : value,
  );
  const was = body.errors.map(({ errorCode }) => errorCode).join(' ') || 'success';
  return [
    `${new Date(at).toISOString()} ${requestId} by ${by.userId}: ${operation}`,
    ...[mispId, orgName].filter((text) => text !== undefined).map((text) => JSON.stringify(text)),
    `${asked} -> ${status} ${was}; must be: ${expected?.outcome ?? 'something drawn'}`,
  ].join(' ');
}
