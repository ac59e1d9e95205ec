import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MispClient, MispError, MispList, MispWithLicenses, Result, Verdict } from '../../client/src/index.ts';
import type { AuditSource } from './audit-source.ts';
import { type CheckOutcome, expectEqual, passed, type Report } from './report.ts';

/** A request with the expected answer, and the audit events that it must have left. */
export interface Trace {
  readonly title: string;
  readonly requestId: string;
  readonly eventIds: readonly string[];
}

/** The MISP at the end of the lifecycle. The checks of the assumptions use it. */
export interface LivedMisp {
  readonly id: string;
  readonly name: string;
  readonly traces: readonly Trace[];
  /** Whether its rejection succeeded. */
  readonly isRejected: boolean;
}

/** Who takes the steps. */
export interface Actors {
  readonly misps: MispClient;
  /** Approves and rejects: another person, if the stage separates duties. */
  readonly approver: MispClient;
  /** The first of them, with retries. */
  readonly persistent: MispClient;
  /** Called once the MISP exists. */
  readonly onRegistered: (id: string) => void;
  /** Asked before each step: true ends the lifecycle there. */
  readonly isStopped: () => boolean;
}

/** Longest wait for the audit trail. On AWS, the log group may lag by minutes. */
const AUDIT_TIMEOUT_SECONDS = 120;

/** Takes a MISP through its lifecycle and checks every answer. Ends early if it cannot be registered or approved. */
export async function runLifecycle(actors: Actors, report: Report): Promise<LivedMisp> {
  const name = `Smoke test ${new Date().toISOString()}`;
  try {
    return await live(name, actors, report);
  } catch (error) {
    if (error instanceof Stopped) return { id: '', name, traces: [], isRejected: false };
    throw error;
  }
}

class Stopped extends Error {}

async function live(
  name: string,
  { misps, approver, persistent, onRegistered, isStopped }: Actors,
  report: Report,
): Promise<LivedMisp> {
  const traces: Trace[] = [];

  /** Sends a request. The result of `look` on its answer, or the kind of its error, must be the expected value. */
  const step = async <T>(
    title: string,
    request: () => Promise<Result<T>>,
    look: (value: T) => unknown,
    wanted: unknown,
    eventIds: readonly string[],
  ): Promise<T | undefined> => {
    if (isStopped()) throw new Stopped('The lifecycle was stopped');
    let value: T | undefined;
    await report.check(title, async () => {
      const result = await request();
      const outcome = expectEqual(result.ok ? look(result.value) : result.error.kind, wanted);
      if (outcome.kind === 'failed')
        return { kind: 'failed', why: `${outcome.why}${statusOf(result)}${advice(result)}` };
      traces.push({ title, requestId: requestIdOf(result), eventIds: eventIds.map((digits) => `PMS_MSP_${digits}`) });
      if (result.ok) value = result.value;
      return outcome;
    });
    return value;
  };
  /** For requests that must be refused. */
  const refused = () => 'done';

  const profile = { contactNumber: '9876543210', emailId: 'smoke@example.org', address: 'Nowhere 1' };
  const idempotencyKey = randomUUID();
  const registerBy = (client: MispClient) =>
    client.registerMisp({ organizationName: name, ...profile }, { idempotencyKey });
  const register = () => registerBy(misps);
  const know = (id: string) => {
    report.say(`     MISP ${id}, "${name}"`);
    onRegistered(id);
  };
  const registered = await step('register', register, ({ mispStatus }) => mispStatus, 'Active', [
    ...['101', '102', '103', '212', '200'],
  ]);
  if (registered === undefined) {
    // It may have been registered without an answer. The same request tells, and registers nothing twice.
    const repeated = await registerBy(persistent);
    if (repeated.ok) know(repeated.value.mispID);
    else if (mayHaveBeenDone(repeated.error))
      report.say(`     A MISP "${name}" MAY BE REGISTERED: look for it, and reject it`);
    return { id: '', name, traces, isRejected: false };
  }
  const { mispID: id, version } = registered;
  know(id);
  const registerAgain = () => misps.registerMisp({ organizationName: name, ...profile });
  await step('register the same name again', registerAgain, refused, 'name-taken', ['101', '417']);
  // If its answer is lost, the MISP is rejected. An approval that arrives after that must not win.
  const approve = () => approver.processMispStatus(id, { mispStatus: 'approved' }, { ifMatch: version });
  const reject = () => approver.processMispStatus(id, { mispStatus: 'rejected' });
  const approved = await step('approve', approve, ({ mispStatusCode }) => mispStatusCode, 'approved', [
    ...['104', '104', '202', '121', '201'],
  ]);
  if (approved === undefined) return { id, name, traces, isRejected: false };
  const key = approved.mispLicenseKey ?? '';

  const validate = (title: string, mispLicenseKey: string, wanted: Verdict['reason']) =>
    step(
      title,
      () => misps.validateLicenseKey(id, { mispLicenseKey }),
      ({ reason }) => reason,
      wanted,
      [...['109', '110', '111', '204']],
    );
  await validate('validate', key, 'VALID');
  await step(
    'download',
    () => misps.downloadLicenseKey(id),
    ({ licenseKeyStatus }) => licenseKeyStatus,
    'Active',
    ['120', '210'],
  );
  await step(
    'validate an unknown key',
    () => misps.validateLicenseKey(id, { mispLicenseKey: `${key}x` }),
    refused,
    'unknown-license',
    ['109', '406'],
  );
  const rename = (title: string, newName: string) =>
    step(
      title,
      () => misps.updateMisp(id, { name: newName, ...profile, address: 'Nowhere 2' }),
      (answer) => answer.name,
      newName,
      ['107', '108', '203'],
    );
  await rename('rename', `${name} renamed`);
  await rename('rename back: the old name is free again', name);
  await step(
    'get',
    () => misps.getMisp(id),
    ({ misp }) => misp.address,
    'Nowhere 2',
    ['117', '118', '208'],
  );
  for (const [title, filter] of filters) {
    await step(
      title,
      () => firstPage(misps.listMisps({ limit: 1, ...filter })),
      (found) => found.length,
      1,
      ['116', '207'],
    );
  }

  const turn = (title: string, word: 'Active' | 'De-active', mispLicenseKey: string) =>
    step(
      title,
      () => misps.updateLicenseKeyStatus(id, { mispLicenseKey, mispLicenseKeyStatus: word }),
      ({ mispLicenseKeyStatus }) => mispLicenseKeyStatus,
      word,
      ['114', '115', '206'],
    );
  await step(
    'switch an unknown key off',
    () => misps.updateLicenseKeyStatus(id, { mispLicenseKey: `${key}x`, mispLicenseKeyStatus: 'De-active' }),
    refused,
    'unknown-license',
    ['114', '406'],
  );
  await turn('switch the licence off', 'De-active', key);
  await validate('validate: stopped at once', key, 'LICENSE_DEACTIVATED');
  await turn('switch the licence on', 'Active', key);

  const activate = (title: string, mispStatus: 'Active' | 'De-active', message: string) =>
    step(
      title,
      () => misps.updateMispStatus(id, { mispStatus }),
      (answer) => answer.message,
      message,
      [...['112', '211', '106', '113', '205']],
    );
  await activate('de-activate', 'De-active', 'MISP de-actived successfully');
  await validate('validate: stopped at once', key, 'MISP_DEACTIVATED');
  await activate('activate', 'Active', 'MISP actived successfully');
  await validate('validate: works again', key, 'VALID');

  const rotate = async (title: string, overlapSeconds: number, earlier: number) => {
    const rotated = await step(
      title,
      () => misps.rotateLicenseKey(id, { overlapSeconds }),
      (answer) => answer.earlier.length,
      earlier,
      ['150', '121', '151', '250'],
    );
    return rotated?.licenseKey ?? '';
  };
  const second = await rotate('rotate, with an hour of overlap', 3600, 1);
  await validate('validate the old key: works', key, 'VALID');
  await validate('validate the new key: works', second, 'VALID');
  // No stage allows less than a day.
  const inHours = new Date(Date.now() + 12 * 60 * 60 * 1000).toISOString();
  await step(
    'end the new licence in twelve hours',
    () => misps.changeLicenseValidity(id, { mispLicenseKey: second, validTo: inHours }),
    ({ validTo }) => validTo,
    inHours.slice(0, -1),
    ['152', '153', '251'],
  );
  const third = await rotate('rotate, without an overlap', 0, 2);
  await step(
    'validate the new key: stopped at once',
    () => misps.validateLicenseKey(id, { mispLicenseKey: second }),
    ({ active }) => active,
    false,
    ['109', '110', '111', '204'],
  );
  const rejected = await step('reject', reject, ({ mispStatusCode }) => mispStatusCode, 'rejected', [
    ...['104', '104', '202', '106', '105', '201'],
  ]);
  await validate('validate: stopped for good', third, 'MISP_REJECTED');
  return { id, name, traces, isRejected: rejected !== undefined };
}

/** Every filter of the list. Each finds at least this MISP. */
const filters = [
  ['list', {}],
  ['list: order=newest', { order: 'newest' }],
  ['list: status=approved', { status: 'approved' }],
  ['list: expiringBefore=9000-01-01T00:00:00Z', { expiringBefore: '9000-01-01T00:00:00Z' }],
  ['list: name=', { name: '' }],
] as const;

/** The first page of a list as a result with its request id. */
async function firstPage(list: MispList): Promise<Result<readonly MispWithLicenses[]>> {
  const read = { ok: true, etag: null, idempotencyKey: null, isReplayed: false } as const;
  for await (const { misps, requestId } of list.pages()) return { ...read, value: misps, requestId };
  return { ...read, value: [], requestId: null };
}

/** What to do about a failure that has nothing to do with the deployment. */
const advice = (result: Result<unknown>): string =>
  !result.ok && result.error.kind === 'another-person-needed'
    ? ". The stage has separationOfDuties: set MISP_TOKEN_APPROVER to another person's token"
    : '';

/** Whether a change may have been made although this is its answer. */
const mayHaveBeenDone = (error: MispError): boolean =>
  error.kind === 'unreachable' || error.status === 429 || error.status >= 500;

/** The HTTP status of an error, if it has one. */
const statusOf = (result: Result<unknown>): string =>
  !result.ok && 'status' in result.error ? ` (HTTP ${result.error.status})` : '';

function requestIdOf(result: Result<unknown>): string {
  if (result.ok) return result.requestId ?? '';
  return 'requestId' in result.error ? (result.error.requestId ?? '') : '';
}

/** Waits for the complete audit trail and compares it, request by request. @returns whether it could be read. */
export async function checkTrail(traces: readonly Trace[], source: AuditSource, report: Report): Promise<CheckOutcome> {
  report.say(`\nAudit trail of these ${traces.length} requests, from ${source.title}`);
  const arrived = (events: Awaited<ReturnType<AuditSource['read']>>, { requestId }: Trace) => {
    const own = events.filter((event) => event.requestId === requestId);
    // Delivery is at least once and in any order. The sequence removes duplicates and restores the order.
    return [...new Map(own.map((event) => [event.sequence, event.eventId])).entries()]
      .sort(([a], [b]) => a - b)
      .map(([, eventId]) => eventId);
  };
  const started = Date.now();
  let events = await source.read();
  const isComplete = () => traces.every((trace) => arrived(events, trace).length >= trace.eventIds.length);
  while (!isComplete() && Date.now() - started < AUDIT_TIMEOUT_SECONDS * 1000) {
    await sleep(source.pauseMs);
    events = await source.read();
  }
  for (const trace of traces) {
    const ids = arrived(events, trace);
    await report.check(`trail of "${trace.title}"`, async () => {
      const outcome = expectEqual(ids, trace.eventIds);
      return outcome.kind === 'passed' ? { kind: 'passed', what: ids.map((id) => id.slice(-3)).join(', ') } : outcome;
    });
  }
  return passed('could be read');
}
