import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { projectFolder } from '../../../lib/project-folder.ts';
import { compileEventPattern } from '../../../local/aws/event-pattern.ts';
import type { LocalCloudDriver } from '../../e2e/local-cloud-driver.ts';
import { approved } from '../../scenarios/arrangements.ts';
import { get, registerRequest, rotateRequest, statusRequest, validateRequest } from '../../scenarios/requests.ts';
import { EventsAsDocumented, publishedEvents } from '../../support/events-as-documented.ts';
import { driver } from './cloud.ts';

/** docs/events.md: its patterns on real events, its example, its tables. */

const DAY = 24 * 3_600_000;
const read = (page: string) => readFileSync(join(projectFolder, 'docs', page), 'utf8');
const page = read('events.md');

/** The text under a heading, up to the next one. */
function sectionOf(heading: string, text = page): string {
  const [, behind] = text.split(`${heading}\n`);
  if (behind === undefined) throw new Error(`There is no heading "${heading}"`);
  return behind.split(/^#/m)[0]!;
}

/** The event patterns of a section, in order. */
const patternsOf = (heading: string): readonly unknown[] =>
  [...sectionOf(heading).matchAll(/^ +EventPattern: (\{.*\})$/gm)].map(([, pattern = '']) => JSON.parse(pattern));

describe('each pattern matches what its purpose needs, and nothing else', () => {
  /** How many events the other parts have left. */
  let earlier: number;
  let mispId: string;
  let otherId: string;
  /** Request ids by purpose. */
  let asked: Readonly<Record<'about' | 'refused' | 'denied', readonly string[]>>;

  beforeAll(async () => {
    await driver.cloud.idle();
    earlier = driver.cloud.events().length;
    const { id, key } = await approved(driver);
    mispId = id;
    otherId = (await approved(driver)).id;
    const send = async (request: Parameters<LocalCloudDriver['send']>[0]) => (await driver.send(request)).requestId;
    const validated = await send(validateRequest(mispId, key));
    const unknown = await send(validateRequest(mispId, 'nobody has this one'));
    const already = await send(statusRequest(mispId, 'approved'));
    const rotated = await send(rotateRequest(mispId, 0));
    const email = await send(registerRequest({ name: 'A', emailId: 'none', contactNumber: '1', address: 'B' }));
    const denied = await send({ ...get(`/misps/mispId/${mispId}`), rights: ['validate'] });
    const alsoDenied = await send({ ...get('/misps'), rights: ['validate'] });
    await send(get('/misps'));
    await driver.cloud.idle();
    await driver.cloud.clock.advance(60 * DAY);
    await driver.cloud.idle();
    asked = {
      about: [validated, unknown, already, rotated, denied],
      refused: [unknown, already, email, denied, alsoDenied],
      denied: [denied, alsoDenied],
    };
  }, 120_000);

  const published = () => driver.cloud.events(earlier);
  const taken = (heading: string, index = 0) => {
    const matches = compileEventPattern(patternsOf(heading)[index]);
    return published().filter(matches);
  };
  const requestsOf = (events: ReturnType<typeof taken>) => events.map(({ detail }) => String(detail.requestId)).sort();

  test('a cache of verdicts', () => {
    const events = taken('### A cache of verdicts');
    // Two approvals, and a rotation that ends the only licence and issues another.
    expect(events.map(({ detail }) => [detail.mispId, detail.version, detail.active]).sort()).toEqual(
      [
        [mispId, 2, true],
        [mispId, 3, false],
        [mispId, 3, true],
        [otherId, 2, true],
      ].sort(),
    );
  });

  test("an auditor's archive of one MISP", () => {
    const text = JSON.stringify(patternsOf("### An auditor's archive of one MISP")[0]).replace('"100"', `"${mispId}"`);
    const events = published().filter(compileEventPattern(JSON.parse(text)));
    const others = published().filter((event) => !events.includes(event));
    for (const requestId of asked.about) expect(requestsOf(events)).toContain(requestId);
    expect(new Set(events.map((event) => event.detail.mispId))).toEqual(new Set([mispId]));
    expect(events.map((event) => event['detail-type'])).toEqual(
      expect.arrayContaining(['LICENSE_VERDICT_CHANGED', 'LICENSES_EXPIRING', 'Access denied', 'Register MISP']),
    );
    expect(new Set(others.map(({ detail }) => detail.mispId))).toEqual(new Set([otherId, undefined]));
  });

  test('refused requests to watch: each once, with its outcome', () => {
    const events = taken('### Refused requests to watch');
    expect(requestsOf(events)).toEqual([...asked.refused].sort());
    expect(events.map(({ detail }) => detail.outcome)).not.toContain('success');
  });

  test('only callers without the right', () => {
    expect(requestsOf(taken('### Refused requests to watch', 1))).toEqual([...asked.denied].sort());
  });

  test('expiry notices', () => {
    const events = taken('### Expiry notices');
    expect(events.map(({ detail }) => [detail.mispId, detail.notice]).sort()).toEqual(
      [
        [mispId, 30],
        [otherId, 30],
      ].sort(),
    );
  });
});

test('the example is an event as targets get it', () => {
  const [, text = ''] = /```json\n([^`]*)```/.exec(page) ?? [];
  const { source, 'detail-type': detailType, detail, ...around } = JSON.parse(text);
  expect(new EventsAsDocumented(publishedEvents()).faultsOf({ source, detailType, detail })).toEqual([]);
  const [example] = publishedEvents().components.messages.LicenseVerdictChanged.examples;
  expect(detail).toEqual(example.payload);
  expect(Object.keys(around).sort()).toEqual(['account', 'id', 'region', 'resources', 'time', 'version']);
});

test.each([
  ['AuditRecord', 'audit.md', '## A record'],
  ['LicenseVerdictChanged', 'events.md', '### Licence verdict changed'],
  ['LicensesExpiring', 'events.md', '### Licences expiring'],
])('every field of %s is in the table of docs/%s', (kind, file, heading) => {
  const rows = [...sectionOf(heading, read(file)).matchAll(/^\| (`[^|]*) \|/gm)];
  const named = rows.flatMap(([, cell = '']) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name));
  expect(named.sort()).toEqual(Object.keys(publishedEvents().components.schemas[kind].properties).sort());
});
