import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { projectFolder } from '../../lib/project-folder.ts';
import { lostOption } from '../../scripts/cdk/lost-option.ts';
import { readArguments as counterRaiseArguments } from '../../scripts/counter-raise/arguments.ts';
import { failureMessage } from '../../scripts/failure-message.ts';
import { readArguments as redriveArguments } from '../../scripts/redrive/arguments.ts';
import { runCommand } from './run-command.ts';

/** Invalid arguments of the commands: errors before any call. */

test.each([
  [[], '--queue and --bus are needed'],
  [['--queue', 'audit-log', '--bus', 'b'], '--queue is the URL of a queue'],
  [['--queue', 'https://sqs/1/q', '--bus', 'arn:aws:events:x'], "--bus is the bus's name, not its ARN"],
  [['--queue', 'https://sqs/1/q'], '--queue and --bus are needed'],
  [['--bus', 'b'], '--queue and --bus are needed'],
  [['--queue', 'https://sqs/1/q', '--bus', 'b', '--limit', '0'], '--limit is a number from 1'],
  [['--queue', 'https://sqs/1/q', '--bus', 'b', '--limit', '5x'], '--limit is a number from 1'],
])('redrive says what is wrong: %j', (args, message) => {
  expect(() => redriveArguments(args)).toThrow(message);
});

const log = ['--table', 't', '--above-table-and-log'];
test.each([
  [[], '--table is needed'],
  [['--table', 't'], 'One of --to and --above-table-and-log is needed'],
  [[...log, '--to', '5'], 'One of --to and --above-table-and-log is needed'],
  [log, '--above-table-and-log needs --log-group'],
  [[...log, '--log-group', 'g', '--events-url', 'u'], '--above-table-and-log needs --log-group'],
  [[...log, '--log-group', 'g', '--since', 'yesterday'], '--since is a time in the past'],
  [[...log, '--log-group', 'g', '--since', '5'], '--since is a time in the past'],
  [[...log, '--log-group', 'g', '--since', '2999-01-01T00:00:00Z'], '--since is a time in the past'],
  [['--table', 't', '--to', '5x'], '--to is a number from 1'],
  [['--table', 't', '--to', '9999999999999999'], '--to is a number from 1'],
  [['--table', 't', '--to', '99999999'], '--to is a number from 1 to 99999998'],
  [['--table', 't', '--to', '5', '--raise-versions'], '--raise-versions needs --above-table-and-log'],
  [[...log, '--log-group', 'g', '--raise-versions'], '--raise-versions needs --losses with the name of a new file'],
  [[...log, '--log-group', 'g', '--losses', 'package.json'], 'package.json exists. Keep it'],
  [[...log, '--log-group', 'g', '--losses', 'nowhere/list'], 'There is no folder for nowhere/list'],
  [['--table', 't', '--to', '5', '--losses', 'list'], '--losses needs --above-table-and-log'],
])('counter:raise says what is wrong: %j', (args, message) => {
  expect(() => counterRaiseArguments(args)).toThrow(message);
});

test('redrive takes all its options', () => {
  const required = ['--queue', 'https://sqs/1/q', '--bus', 'b'];
  const given = { queue: 'https://sqs/1/q', bus: 'b' };
  expect(redriveArguments(required)).toEqual({ ...given, limit: Infinity, isDryRun: false });
  expect(redriveArguments([...required, '--limit', '5', '--dry-run'])).toEqual({ ...given, limit: 5, isDryRun: true });
});

test('a dry run of counter:raise writes no list, so it takes any file', () => {
  expect(() =>
    counterRaiseArguments([...log, '--log-group', 'g', '--losses', 'package.json', '--dry-run']),
  ).not.toThrow();
});

test('counter:raise raises versions only on request, and takes all its options', () => {
  const usual = { table: 't', losses: undefined, raisesVersions: false, ignoresGaps: false, isDryRun: false };
  expect(counterRaiseArguments(['--table', 't', '--to', '5'])).toEqual({
    ...usual,
    goal: { kind: 'number', lastId: 5 },
  });
  const goal = { kind: 'table and log', trail: { logGroup: 'g' }, since: 0 };
  expect(counterRaiseArguments([...log, '--log-group', 'g'])).toEqual({ ...usual, goal });
  const more = [
    '--events-url',
    'u',
    '--since',
    '1970-01-01T00:00:01',
    '--raise-versions',
    '--dry-run',
    '--despite-gaps',
  ];
  expect(counterRaiseArguments([...log, ...more])).toEqual({
    ...{ table: 't', losses: undefined, raisesVersions: true, ignoresGaps: true, isDryRun: true },
    goal: { kind: 'table and log', trail: { eventsUrl: 'u' }, since: 1000 },
  });
});

test('a command that is not set up for AWS says what to set', () => {
  const message = (name: string, text: string) => failureMessage(Object.assign(new Error(text), { name }));
  expect(message('Error', 'Region is missing')).toMatch(/^Region is missing. Set AWS_REGION, and AWS_PROFILE /);
  expect(message('CredentialsProviderError', 'None')).toMatch(/^CredentialsProviderError: None. Set AWS_REGION/);
  expect(message('TypeError', 'x is y')).toBe('TypeError: x is y');
  expect(failureMessage('nothing')).toBe('nothing');
});

test.each([
  ['redrive.ts', '--queue and --bus are needed; npm run redrive -- --help shows the rest\n'],
  ['counter-raise.ts', '--table is needed; npm run counter:raise -- --help shows the rest\n'],
])('%s ends with what is wrong as its only line', async (program, line) => {
  expect(await runCommand(program, [])).toEqual({ code: 1, output: line });
});

test('an unknown option is named, with where the options are listed', async () => {
  const { code, output } = await runCommand('redrive.ts', ['--nonsense']);
  expect(output).toMatch(/^Unknown option '--nonsense'\. .*--help shows the options\.\n$/);
  expect(code).toBe(2);
});

test('all programs read their options in the same way, but for those with readers of their own or that hand them on', () => {
  const programs = readdirSync(join(projectFolder, 'scripts'), { recursive: true, encoding: 'utf8' });
  const readsThem = (file: string) =>
    /parseArgs|process\.argv\.slice/.test(readFileSync(join(projectFolder, 'scripts', file), 'utf8'));
  const byThemselves = programs.filter((file) => /\.c?[jt]s$/.test(file)).filter(readsThem);
  expect(byThemselves.sort()).toEqual([...['bench.ts', 'cdk.ts', 'command-line.ts', 'require-node.cjs', 'test.ts']]);
});

test.each([
  ['redrive.ts', { npm_config_dry_run: 'true' }, 'npm took --dry-run for an option of its own'],
  ['redrive.ts', { npm_config_limit: '1' }, 'npm run redrive -- --limit'],
  ['counter-raise.ts', { npm_config_dry_run: 'true' }, 'Write it after "--": npm run counter:raise -- --dry-run'],
  ['cdk.ts', { npm_config_call: 'stage=prod' }, 'npm run cdk -- <command> -c stage=<stage>'],
])('%s refuses to go on without an option that npm took: %j', async (program, environment, said) => {
  const command = program.replace('.ts', '').replace('-', ':');
  const { code, output } = await runCommand(program, ['deploy'], { npm_lifecycle_event: command, ...environment });
  expect(output).toContain(said);
  expect(code).toBe(2);
});

test.each([
  [{ npm_config_cstage: 'prod' }, '-c stage=<stage>'],
  [{ npm_config_context: 'stage=prod' }, '--context stage=<stage>'],
  [{ npm_config_profile: 'true' }, '--profile <profile>'],
])('cdk knows an option that npm took: %j', (environment, option) => {
  expect(lostOption(['deploy'], environment)).toBe(option);
});

test.each([
  ['redrive.ts', { npm_config_maxsockets: '20' }],
  ['cdk.ts', { npm_config_call: 'npm run cdk -- --help' }],
])('%s is not stopped by what npm says for another reason: %j', async (program, environment) => {
  const command = program.replace('.ts', '');
  expect((await runCommand(program, ['--help'], { npm_lifecycle_event: command, ...environment })).code).toBe(0);
});

test('prove is not stopped by such a variable, and its page says the same about its duration', async () => {
  const timesIn = (text: string) =>
    [...text.matchAll(/^[ |`]*npm run prove( -- --\w+)?[` ].*about (\d+) minutes/gm)].map(([, size = '', minutes]) => [
      size,
      minutes,
    ]);
  const { code, output } = await runCommand('prove.ts', ['--help'], { npm_config_jobs: 'max' });
  expect(code).toBe(0);
  expect(timesIn(output)).toHaveLength(3);
  expect(timesIn(readFileSync(join(projectFolder, 'docs/reliability.md'), 'utf8'))).toEqual(timesIn(output));
});
