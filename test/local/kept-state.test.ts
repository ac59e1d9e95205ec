import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { EVENT_SOURCE } from '../../functions/audit/event-source.ts';
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from '../../local/local-cloud.ts';
import { post, register } from './calls-in-test.ts';

/** What a local cloud stores of its events and other state, where, and for whom. */

jest.setTimeout(60_000);
let dataFolder: string;
const running: LocalCloud[] = [];
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'local-cloud-test-'));
});
afterEach(async () => {
  for (const cloud of running.splice(0)) await cloud.stop();
  rmSync(dataFolder, { recursive: true });
});

async function start(options: LocalCloudOptions): Promise<LocalCloud> {
  const cloud = await startLocalCloud(options);
  running.push(cloud);
  return cloud;
}

/** Puts five events on the bus, as many as a registration leaves. Starts no function. */
async function eventsOn(cloud: LocalCloud): Promise<void> {
  const EventBusName = cloud.template.ofType('AWS::Events::EventBus')[0]?.name;
  const entry = { EventBusName, Source: EVENT_SOURCE, DetailType: 'Register MISP request', Detail: '{}' };
  expect(cloud.services.bus.put({ Entries: Array(5).fill(entry) }).body).toMatchObject({ FailedEntryCount: 0 });
  await cloud.idle();
}

test("only the owner can read a data folder's files", async () => {
  // With the most open file permissions.
  const mask = process.umask(0);
  const cloud = await start({ dataFolder });
  await register(cloud, 'Private');
  await cloud.idle();
  await post(`${cloud.url}/_local/clock`, { advance: '1s' });
  await post(`${cloud.url}/_local/issuer-keys`, { step: 'add' });
  process.umask(mask);
  const names = readdirSync(dataFolder, { recursive: true, encoding: 'utf8' });
  const modes = names.map((name) => {
    const stat = statSync(join(dataFolder, name));
    return `${stat.isDirectory() ? 'folder' : 'file'} ${(stat.mode & 0o777).toString(8)}`;
  });
  expect(new Set(modes)).toEqual(new Set(['folder 700', 'file 600']));
  const kinds = ['dynoxide/', 'events.ndjson', 'log-groups/', 'streams/', 'clock.json', 'token-issuer-key.json'];
  expect(kinds.filter((kind) => !names.some((name) => name.startsWith(kind)))).toEqual([]);
});

test('a folder whose database is lost or damaged is refused, not begun again', async () => {
  const first = await start({ dataFolder });
  await eventsOn(first);
  await first.stop();
  const kept = join(dataFolder, 'dynoxide');
  const log = join(kept, 'dynoxide.db-wal');
  const bytes = readFileSync(log);
  for (const damage of [() => writeFileSync(log, bytes.fill(0, 156, 164)), () => rmSync(kept, { recursive: true })]) {
    damage();
    await expect(start({ dataFolder })).rejects.toThrow(/its tables are gone: the files of the database are damaged/);
  }
});

test('a journal with an incomplete last line is read, reported, and continued', async () => {
  const journal = join(dataFolder, 'events.ndjson');
  const first = await start({ dataFolder });
  await eventsOn(first);
  const events = first.events();
  await first.stop();
  appendFileSync(journal, readFileSync(journal, 'utf8').slice(0, 100));
  const problems: string[] = [];
  const second = await start({ dataFolder, onProblem: (text) => problems.push(text) });
  expect(problems).toEqual([expect.stringContaining('events.ndjson: the last line was cut short (100 bytes)')]);
  await eventsOn(second);
  const all = second.events();
  expect(all.slice(0, events.length)).toEqual(events);
  expect(all.length).toBeGreaterThan(events.length);
  expect(all.map(({ n }) => n)).toEqual(all.map((_, index) => index + 1));
  await second.stop();
  writeFileSync(journal, readFileSync(journal, 'utf8').replace('"n":2,', '"n":{"n":2,'));
  await expect(start({ dataFolder })).rejects.toThrow(/events.ndjson, line 2 is damaged/);
});

const linesOf = async (cloud: LocalCloud, since: number) =>
  (await (await fetch(`${cloud.url}/_local/events?since=${since}`)).text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const numbersOf = (events: readonly { readonly n?: number }[]) => events.map(({ n }) => n);

test('of more events than are kept the last ones are returned, and the loss of the others is reported', async () => {
  const cloud = await start({ eventsKept: 7 });
  await eventsOn(cloud);
  expect(numbersOf(await linesOf(cloud, 0))).toEqual([1, 2, 3, 4, 5]);
  await eventsOn(cloud);
  const kept = [4, 5, 6, 7, 8, 9, 10];
  expect([numbersOf(cloud.events()), cloud.droppedEvents()]).toEqual([kept, 3]);
  const [said, ...events] = await linesOf(cloud, 1);
  expect(said).toEqual({ gone: 3, message: expect.stringContaining('Events 2 to 3 are no longer available') });
  expect(numbersOf(events)).toEqual(kept);
  expect(numbersOf(await linesOf(cloud, 3))).toEqual(kept);
  expect(cloud.services.logGroups.events(String(cloud.template.outputs.AuditLogGroupName))).toHaveLength(7);
});

test('with a data folder the older ones are read from it', async () => {
  const cloud = await start({ eventsKept: 3, dataFolder });
  await eventsOn(cloud);
  const all = [1, 2, 3, 4, 5];
  expect([numbersOf(cloud.events()), cloud.droppedEvents()]).toEqual([all, 0]);
  expect(numbersOf(await linesOf(cloud, 0))).toEqual(all);
  expect(cloud.services.bus.archives()[0]?.events).toHaveLength(5);
  expect(cloud.services.logGroups.events(String(cloud.template.outputs.AuditLogGroupName))).toHaveLength(5);
});
