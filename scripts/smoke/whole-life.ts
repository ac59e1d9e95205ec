import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditSource } from './audit-source.ts';
import { expectEqual, type Report } from './report.ts';
import { at, type ServiceAnswer, type ServiceClient, textAt } from './service-client.ts';

/** A request that was answered as it should be, and the audit events that it must have left. */
export interface Trace {
  readonly title: string;
  readonly requestId: string;
  readonly eventIds: readonly string[];
}

/** The MISP that the life leaves behind, rejected; the checks of the assumptions go on with it. */
export interface LivedMisp {
  readonly id: string;
  readonly name: string;
  readonly traces: readonly Trace[];
}

/** Longest wait for the audit trail, in seconds: minutes on AWS, where the log group may lag. */
const AUDIT_PATIENCE_SECONDS = 120;

/** Takes one MISP through its whole life and checks every answer on the way. */
export async function liveOneLife(client: ServiceClient, report: Report): Promise<LivedMisp> {
  const name = `Smoke test ${new Date().toISOString()}`;
  const traces: Trace[] = [];
  let id = '';
  let key = '';

  const step = async (
    title: string,
    request: () => Promise<ServiceAnswer>,
    look: (answer: ServiceAnswer) => unknown,
    wanted: unknown,
    eventIds: readonly string[],
  ) =>
    report.check(title, async () => {
      const answer = await request();
      const outcome = expectEqual(look(answer), wanted);
      if (outcome.kind === 'failed') return { kind: 'failed', why: `${outcome.why} (HTTP ${answer.status})` };
      traces.push({ title, requestId: answer.requestId, eventIds: eventIds.map((digits) => `PMS_MSP_${digits}`) });
      id ||= textAt(answer.body, 'response', 'mispID');
      key ||= textAt(answer.body, 'response', 'mispLicenseKey');
      return outcome;
    });
  const respond =
    (...path: readonly (string | number)[]) =>
    (answer: ServiceAnswer) =>
      at(answer.body, 'response', ...path);
  const noResponse = (answer: ServiceAnswer) => at(answer.body, 'response');
  const validate = (mispLicenseKey = key) => client.send('PATCH', `/misps/${id}/licenseKey`, { mispLicenseKey });
  const switchTo = (mispLicenseKeyStatus: string, mispLicenseKey = key) =>
    client.send('PUT', `/misps/${id}/licenseKey`, { mispLicenseKey, mispLicenseKeyStatus });
  const validated = ['109', '110', '111', '204'];
  const profile = { contactNumber: '9876543210', emailId: 'smoke@example.org', address: 'Nowhere 1' };

  await step(
    'register',
    () => client.send('POST', '/misps', { organizationName: name, ...profile }),
    respond('mispStatus'),
    'Active',
    ['101', '102', '103', '212', '200'],
  );
  await step(
    'register the same name again',
    () => client.send('POST', '/misps', { organizationName: name, ...profile }),
    noResponse,
    null,
    ['101', '417'],
  );
  await step(
    'approve',
    () => client.send('PATCH', `/misps/${id}/status`, { mispStatus: 'approved' }),
    respond('mispStatusCode'),
    'approved',
    ['104', '104', '202', '121', '201'],
  );
  await step('validate', () => validate(), respond('reason'), 'VALID', validated);
  await step('download', () => client.send('GET', `/misps/${id}/licenseKey`), respond('licenseKeyStatus'), 'Active', [
    '120',
    '210',
  ]);
  await step('validate an unknown key', () => validate(`${key}x`), noResponse, null, ['109', '406']);
  const rename = (newName: string) => () =>
    client.send('PUT', `/misps/${id}`, { name: newName, ...profile, address: 'Nowhere 2' });
  await step('rename', rename(`${name} renamed`), respond('name'), `${name} renamed`, ['107', '108', '203']);
  await step('rename back: the old name is free again', rename(name), respond('name'), name, ['107', '108', '203']);
  await step('get', () => client.send('GET', `/misps/mispId/${id}`), respond('misp', 'address'), 'Nowhere 2', [
    '117',
    '118',
    '208',
  ]);
  const filters = ['', '&order=newest', '&status=approved', '&expiringBefore=9000-01-01T00:00:00Z', '&name='];
  for (const filter of filters) {
    await step(
      `list${filter.replace('&', ': ')}`,
      () => client.send('GET', `/misps?limit=1${filter}`),
      (answer) => Array.isArray(at(answer.body, 'response')),
      true,
      ['116', '207'],
    );
  }
  await step('switch an unknown key off', () => switchTo('De-active', `${key}x`), noResponse, null, ['114', '406']);
  await step('switch the licence off', () => switchTo('De-active'), respond('mispLicenseKeyStatus'), 'De-active', [
    '114',
    '115',
    '206',
  ]);
  await step('validate: stopped at once', () => validate(), respond('reason'), 'LICENSE_DEACTIVATED', validated);
  await step('switch the licence on', () => switchTo('Active'), respond('mispLicenseKeyStatus'), 'Active', [
    '114',
    '115',
    '206',
  ]);
  await step(
    'de-activate',
    () => client.send('PATCH', `/misps/${id}`, { mispStatus: 'De-active' }),
    respond('message'),
    'MISP de-actived successfully',
    ['112', '211', '106', '113', '205'],
  );
  await step('validate: stopped at once', () => validate(), respond('reason'), 'MISP_DEACTIVATED', validated);
  await step(
    'activate',
    () => client.send('PATCH', `/misps/${id}`, { mispStatus: 'Active' }),
    respond('message'),
    'MISP actived successfully',
    ['112', '211', '106', '113', '205'],
  );
  await step('validate: works again', () => validate(), respond('reason'), 'VALID', validated);
  let newKey = '';
  const rotate = (overlapSeconds: number) => () =>
    client.send('POST', `/misps/${id}/licenseKey/rotate`, { overlapSeconds });
  const rotated = ['150', '121', '151', '250'];
  await step(
    'rotate, with an hour of overlap',
    rotate(3600),
    (answer) => {
      newKey = textAt(answer.body, 'response', 'licenseKey');
      return typeof at(answer.body, 'response', 'earlier', 0, 'licenseKeyHash');
    },
    'string',
    rotated,
  );
  await step('validate the old key: works', () => validate(), respond('reason'), 'VALID', validated);
  await step('validate the new key: works', () => validate(newKey), respond('reason'), 'VALID', validated);
  const inAMonth = new Date(Date.now() + 30 * 24 * 60 * 60 * 1000).toISOString();
  await step(
    'end the new licence in a month',
    () => client.send('PUT', `/misps/${id}/licenseKey/validity`, { mispLicenseKey: newKey, validTo: inAMonth }),
    respond('validTo'),
    inAMonth.slice(0, -1),
    ['152', '153', '251'],
  );
  await step(
    'rotate, without an overlap',
    rotate(0),
    (answer) => {
      key = textAt(answer.body, 'response', 'licenseKey');
      return typeof at(answer.body, 'response', 'earlier', 1, 'licenseKeyHash');
    },
    'string',
    rotated,
  );
  await step('validate the new key: stopped at once', () => validate(newKey), respond('active'), false, validated);
  await step(
    'reject',
    () => client.send('PATCH', `/misps/${id}/status`, { mispStatus: 'rejected' }),
    respond('mispStatusCode'),
    'rejected',
    ['104', '104', '202', '106', '105', '201'],
  );
  await step('validate: stopped for good', () => validate(), respond('reason'), 'MISP_REJECTED', validated);
  return { id, name, traces };
}

/** Waits until the whole trail of a life has arrived and compares it, request by request. */
export async function checkTrail(traces: readonly Trace[], source: AuditSource, report: Report): Promise<void> {
  console.log(`\nAudit trail of these ${traces.length} requests, from ${source.title}`);
  const trailOf = (events: Awaited<ReturnType<AuditSource['read']>>, { requestId }: Trace) => {
    const own = events.filter((event) => event.requestId === requestId);
    // Delivered at least once, in any order: the sequence restores it.
    return [...new Map(own.map((event) => [event.sequence, event.eventId])).entries()]
      .sort(([a], [b]) => a - b)
      .map(([, eventId]) => eventId);
  };
  const started = Date.now();
  let events = await source.read();
  const isComplete = () => traces.every((trace) => trailOf(events, trace).length >= trace.eventIds.length);
  while (!isComplete() && Date.now() - started < AUDIT_PATIENCE_SECONDS * 1000) {
    await sleep(500);
    events = await source.read();
  }
  for (const trace of traces) {
    const ids = trailOf(events, trace);
    await report.check(`trail of "${trace.title}"`, async () => {
      const outcome = expectEqual(ids, trace.eventIds);
      return outcome.kind === 'passed' ? { kind: 'passed', what: ids.map((id) => id.slice(-3)).join(', ') } : outcome;
    });
  }
}
