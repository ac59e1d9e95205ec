import { GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { beforeEach, expect, test } from '@jest/globals';
import type { Admission, ServiceCall } from '../../../local/aws/admission.ts';
import { readArguments } from '../../../scripts/redrive/arguments.ts';
import { redrive as redriveWith } from '../../../scripts/redrive/redrive.ts';
import { registered } from '../../scenarios/arrangements.ts';
import { operatorClients } from '../operator-clients.ts';
import { commandsOn } from '../page-commands.ts';
import { environmentFor, runCommand, runHere } from '../run-command.ts';
import { admitBy, driver, REDRIVE_ROLE } from './cloud.ts';

/** The log group refuses events, they go to its dead-letter queue, and `npm run redrive` puts them back on the bus. */

const S = 'misp-prod';
let isLogGroupDown = false;
/** Decides the answer to the command's n-th PutEvents call. */
let onPutEvents: (input: { readonly Entries: readonly unknown[] }, call: number) => Admission | Promise<Admission>;
let calls = 0;
const ADMITTED: Admission = { admitted: true };

async function admit({ service, action, caller, input }: ServiceCall): Promise<Admission> {
  if (service === 'logs' && isLogGroupDown) {
    return { admitted: false, status: 400, body: { __type: 'AccessDeniedException', message: 'no policy' } };
  }
  if (action !== 'PutEvents' || caller !== 'OPERATOR') return ADMITTED;
  calls += 1;
  return onPutEvents(input as { Entries: unknown[] }, calls);
}

beforeEach(() => {
  admitBy(admit);
  isLogGroupDown = false;
  onPutEvents = () => ADMITTED;
  calls = 0;
  for (const { id } of queues().list(queue().arn!)) queues().delete(queue().arn!, id);
});

const queues = () => driver.cloud.services.queues;
const queue = (part = 'audit-log-undelivered') =>
  driver.cloud.template.ofType('AWS::SQS::Queue').find(({ name }) => name.includes(part))!;
const bus = () => driver.cloud.template.outputs.AuditBusName!;
const ruleArn = () => driver.cloud.template.ofType('AWS::Events::Rule').find(({ arn }) => arn?.includes(bus()))!.arn!;
const inQueue = () => queues().list(queue().arn!);
const asRole = (roleArn = REDRIVE_ROLE) => environmentFor(driver.cloud.services.endpointUrl, roleArn);
const toThisBus = () => ['--queue', queue().name, '--bus', bus()];
const redriveAs = (environment: Readonly<Record<string, string>>, args: readonly string[]) =>
  runHere((say) => redriveWith(readArguments(args)!, say, () => () => false), environment);
const redrive = (...args: readonly string[]) => redriveAs(asRole(), [...toThisBus(), ...args]);

/** Events of a registration that did not reach the log group. */
async function undelivered() {
  isLogGroupDown = true;
  const since = driver.cloud.events().length;
  await registered(driver);
  await driver.cloud.idle();
  isLogGroupDown = false;
  const events = driver.cloud.events(since);
  expect(events).toHaveLength(5);
  expect(inQueue().length).toBeGreaterThanOrEqual(5);
  return events;
}
const withoutIds = (events: readonly object[]) =>
  events
    .map((event) => ({ ...event, id: undefined, n: undefined }))
    .sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
const recordIdsOf = (events: readonly { readonly detail: Readonly<Record<string, unknown>> }[]) =>
  events.map(({ detail }) => String(detail.recordId)).sort();
const logged = () =>
  driver.cloud.services.logGroups
    .events(driver.cloud.template.outputs.AuditLogGroupName!)
    .map(({ message }) => JSON.parse(message).detail.recordId);

test('puts events back on the bus unchanged, with their record ids, and empties the queue', async () => {
  const lost = await undelivered();
  const recordIds = lost.map(({ detail }) => detail.recordId);
  expect(logged()).not.toEqual(expect.arrayContaining(recordIds));
  const since = driver.cloud.events().length;
  const { code, output } = await runCommand('redrive.ts', toThisBus(), asRole());
  await driver.cloud.idle();
  const back = driver.cloud.events(since);
  expect(withoutIds(back)).toEqual(withoutIds(lost));
  expect(back.map(({ id }) => id)).not.toEqual(expect.arrayContaining([lost[0]!.id]));
  expect(logged()).toEqual(expect.arrayContaining(recordIds));
  expect(inQueue()).toEqual([]);
  expect(output).toContain('Done: 5 put back, 0 refused or unreadable');
  expect(code).toBe(0);
}, 30_000);

test('the page’s commands in their order: why, how many, one, all', async () => {
  const lost = await undelivered();
  const { queues: sqs, destroy } = operatorClients(driver.cloud.services.endpointUrl);
  const { QueueUrl = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName: `${S}-audit-log-undelivered` }));
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'] }));
  destroy();
  expect(Messages[0]?.MessageAttributes?.ERROR_MESSAGE?.StringValue).toContain('AccessDeniedException');
  const values = { $Q: QueueUrl, '<AuditBusName>': bus() };
  const commands = commandsOn('procedures/dead-letter-queue.md', 'redrive', values);
  const endings = [
    '5 would be put back, 0 refused or unreadable',
    '1 put back, 0 refused or unreadable',
    '4 put back, 0 refused or unreadable',
  ];
  expect(commands).toHaveLength(endings.length);
  const since = driver.cloud.events().length;
  for (const [index, args] of commands.entries()) {
    // Received messages are hidden for half a minute.
    await driver.cloud.clock.advance(31_000);
    const result = await redriveAs(asRole(), args);
    expect(result).toMatchObject({ code: 0, output: expect.stringContaining(`Done: ${endings[index]}`) });
  }
  expect(recordIdsOf(driver.cloud.events(since))).toEqual(recordIdsOf(lost));
  expect(inQueue()).toEqual([]);
}, 60_000);

test('leaves and reports entries that the bus refuses, and the next run puts them back', async () => {
  const lost = await undelivered();
  const since = driver.cloud.events().length;
  onPutEvents = ({ Entries }) => {
    const taken = driver.cloud.services.bus.put({ Entries: Entries.slice(1) });
    const answers = [{ ErrorCode: 'ThrottlingException', ErrorMessage: 'slow' }, ...(taken.body.Entries as object[])];
    return { admitted: false, status: 200, body: { FailedEntryCount: 1, Entries: answers } };
  };
  const { code, output } = await runCommand('redrive.ts', toThisBus(), asRole());
  expect(output).toMatch(/message [0-9a-f-]{36} stays: the bus refused it: ThrottlingException/);
  expect(output).toContain('Done: 4 put back, 1 refused or unreadable');
  expect(code).toBe(1);
  expect(inQueue()).toHaveLength(1);
  expect(driver.cloud.events(since)).toHaveLength(4);
  const [left] = inQueue();
  expect(lost.map(({ detail }) => detail.recordId)).toContain(JSON.parse(left!.body).detail.recordId);
}, 30_000);

test.each([
  ['a user, who may do everything else', undefined, 'User: arn:aws:iam::000000000000:user/OPERATOR is not authorized'],
  [
    'a role that is not listed',
    'arn:aws:iam::000000000000:role/redrive',
    'User: arn:aws:sts::000000000000:assumed-role/redrive/local is not authorized',
  ],
])(
  'as %s it puts nothing back, and says why and what to configure',
  async (_, roleArn, said) => {
    await undelivered();
    const since = driver.cloud.events().length;
    const environment = environmentFor(driver.cloud.services.endpointUrl, roleArn);
    const { code, output } = await redriveAs(environment, toThisBus());
    expect(code).toBe(1);
    expect(output).toContain(`The bus ${bus()} takes no events from these credentials.`);
    expect(output).toContain(`AWS says: ${said}`);
    expect(output).toContain('redriveRoleArns of the stage (bin/stages.ts)');
    expect(driver.cloud.events(since)).toEqual([]);
    expect(inQueue()).toHaveLength(5);
  },
  30_000,
);

test('it puts nothing back and says why, too, if the bus refuses single entries', async () => {
  await undelivered();
  onPutEvents = ({ Entries }) => {
    const answers = Entries.map(() => ({ ErrorCode: 'AccessDeniedException', ErrorMessage: 'not you' }));
    return { admitted: false, status: 200, body: { FailedEntryCount: Entries.length, Entries: answers } };
  };
  const { code, output } = await redrive();
  expect(code).toBe(1);
  expect(output).toContain('AWS says: not you\n');
  expect(inQueue()).toHaveLength(5);
}, 30_000);

test('a dry run and a lower --limit put back no more than they say', async () => {
  await undelivered();
  const since = driver.cloud.events().length;
  const two = await redrive('--limit', '2');
  expect(two).toMatchObject({ code: 0, output: expect.stringContaining('Done: 2 put back, 0 refused or unreadable') });
  expect(inQueue()).toHaveLength(3);
  const dry = await redrive('--dry-run');
  expect(dry).toMatchObject({
    code: 0,
    output: expect.stringContaining('Done: 3 would be put back, 0 refused or unreadable'),
  });
  expect(dry.output).toContain('0 messages, and 3 invisible');
  expect(inQueue()).toHaveLength(3);
  expect(driver.cloud.events(since)).toHaveLength(2);
  const none = await redrive();
  expect(none).toMatchObject({ code: 1, output: expect.stringContaining('all messages are invisible. Run it again') });
}, 30_000);

test('killed between bus and queue, it loses nothing: events on the bus twice have the same record id', async () => {
  const lost = await undelivered();
  const since = driver.cloud.events().length;
  // The events are on the bus, but the command gets no answer.
  onPutEvents = (input) => {
    driver.cloud.services.bus.put(input);
    return new Promise(() => undefined);
  };
  const killed = await runCommand('redrive.ts', toThisBus(), asRole(), (_text, interrupt) => {
    const timer = setInterval(() => {
      if (calls === 0) return;
      clearInterval(timer);
      interrupt();
    }, 20);
  });
  expect(killed.code).toBeNull();
  expect(inQueue()).toHaveLength(5);
  onPutEvents = () => ADMITTED;
  for (const message of inQueue()) Object.assign(message, { visibleAt: 0 });
  expect((await redrive()).code).toBe(0);
  expect(inQueue()).toEqual([]);
  const recordIds = driver.cloud.events(since).map(({ detail }) => detail.recordId);
  expect(recordIds).toHaveLength(10);
  expect(new Set(recordIds)).toEqual(new Set(lost.map(({ detail }) => detail.recordId)));
}, 30_000);

test('ends if events come back, because the target still refuses them, and says so', async () => {
  await undelivered();
  for (let more = 0; more < 3; more += 1) await undelivered();
  isLogGroupDown = true;
  const since = driver.cloud.events().length;
  const { code, output } = await redrive();
  expect(output).toContain('stays: its event was put back in this run, and is here again');
  expect(output).toMatch(/\n1\d came back: the target still refuses them\. Correct that before you go on\n$/);
  expect(code).toBe(1);
  await driver.cloud.idle();
  expect(inQueue()).toHaveLength(20);
  expect(new Set(recordIdsOf(driver.cloud.events(since))).size).toBe(driver.cloud.events(since).length);
}, 30_000);

test('puts back events that are in the queue twice, and takes them for no refusal', async () => {
  const lost = await undelivered();
  isLogGroupDown = true;
  const again = lost.map((event) => ({
    ...{ EventBusName: bus(), Source: event.source, DetailType: event['detail-type'] },
    Detail: JSON.stringify(event.detail),
  }));
  for (let more = 0; more < 3; more += 1) driver.cloud.services.bus.put({ Entries: again });
  await driver.cloud.idle();
  isLogGroupDown = false;
  const dry = await redrive('--dry-run');
  expect(dry).toMatchObject({ code: 0, output: expect.stringContaining('Done: 20 would be put back, 0 refused') });
  await driver.cloud.clock.advance(31_000);
  const { code, output } = await redrive();
  expect(output).toContain('Done: 20 put back, 0 refused or unreadable');
  expect(code).toBe(0);
}, 60_000);

test('leaves what comes from a rule that is missing: the bus would deliver it to nobody', async () => {
  await undelivered();
  const since = driver.cloud.events().length;
  for (const message of inQueue().slice(1)) {
    const attributes = { ...message.attributes, RULE_ARN: `${ruleArn()}-gone` };
    Object.assign(message, { attributes });
  }
  const { code, output } = await redrive();
  expect(output).toContain(`stays: its rule is missing: the bus would deliver it to nobody (${ruleArn()}-gone)`);
  expect(output).toContain('Done: 1 put back, 4 refused or unreadable');
  expect(code).toBe(1);
  expect(inQueue()).toHaveLength(4);
  expect(driver.cloud.events(since)).toHaveLength(1);
}, 30_000);

test('leaves and reports messages that are not events of this bus, even more than one batch', async () => {
  const send = (body: string, attributes: Record<string, string>) =>
    queues().send(queue().arn!, body, { sender: 'test', attributes });
  const event = {
    source: 'mosip.pms.misp',
    'detail-type': 't',
    time: '2026-11-23T10:00:00Z',
    detail: { licenseKey: 'secret' },
  };
  for (let n = 0; n < 12; n += 1) await send(JSON.stringify(event), {});
  await send(JSON.stringify(event), { RULE_ARN: ruleArn().replace(bus(), 'another') });
  await send(JSON.stringify(event), { RULE_ARN: 'arn:aws:events:us-east-1:000000000000:rule/of-the-default-bus' });
  await send('{', { RULE_ARN: ruleArn() });
  await send(JSON.stringify({ ...event, detail: 'text' }), { RULE_ARN: ruleArn() });
  await send(JSON.stringify({ ...event, source: 's' }), { RULE_ARN: ruleArn() });
  await send(JSON.stringify(event), { RULE_ARN: ruleArn() });
  const since = driver.cloud.events().length;
  const { code, output } = await redrive();
  expect(output.match(/it does not come from a rule/g)).toHaveLength(12);
  expect(output).toContain('it comes from the bus another');
  expect(output).toContain('it comes from the bus default');
  expect(output).toContain('it holds no event: body:');
  expect(output).toContain('it holds no event: detail:');
  expect(output).toContain('its source is not mosip.pms.misp');
  expect(output).not.toContain('secret');
  expect(output).toContain('Done: 1 put back, 17 refused or unreadable');
  expect(code).toBe(1);
  expect(inQueue()).toHaveLength(17);
  expect(driver.cloud.events(since)).toHaveLength(1);
}, 30_000);

test('reports a missing queue, and has a help text', async () => {
  const url = 'https://sqs.us-east-1.amazonaws.com/000000000000/none';
  const none = await runCommand('redrive.ts', ['--queue', url, '--bus', bus()], asRole());
  expect(none).toEqual({ code: 1, output: 'QueueDoesNotExist: The specified queue does not exist.\n' });
  const help = await runCommand('redrive.ts', ['--help']);
  expect(help.code).toBe(0);
  expect(help.output).toContain('THE EVENTS REACH EVERY TARGET OF THE BUS AGAIN');
});
