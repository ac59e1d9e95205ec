import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { type CatalogEvent, catalog } from '../../functions/audit/catalog.ts';
import { EVENT_SOURCE } from '../../functions/audit/event-source.ts';
import { errorRows } from '../../functions/http/error-answers.ts';
import { operations } from '../../functions/operations.ts';
import { projectFolder } from '../../lib/project-folder.ts';
import { currentEventDocuments } from '../../scripts/write-asyncapi.ts';
import { type AsyncapiDocument, EventsAsDocumented, publishedEvents } from '../support/events-as-documented.ts';
import type { Json } from './template.ts';

const document = publishedEvents();
const { messages, schemas } = document.components;
const files = Object.entries(currentEventDocuments()).map(
  ([file, now]) => [relative(projectFolder, file), now] as const,
);
const schemaFiles = files.filter(([file]) => file.startsWith('docs/schemas/')).map(([file]) => read(file));

function read(file: string): Json {
  return JSON.parse(readFileSync(join(projectFolder, file), 'utf8'));
}

const examples = Object.entries<Json>(messages).flatMap(([kind, message]) =>
  message.examples.map((example: Json) => [kind, example] as const),
) as readonly (readonly [kind: string, example: Json])[];

test.each(files)('%s matches the code: otherwise run `npm run asyncapi`', (file, current) => {
  expect(read(file)).toEqual(JSON.parse(JSON.stringify(current)));
});

test('operations refer to the messages of their channel, not to components', () => {
  const references = Object.values<Json>(document.operations).flatMap((operation) => operation.messages);
  expect(references.map(({ $ref }) => $ref)).toEqual(
    Object.keys(messages).map((kind) => `#/channels/bus/messages/${kind}`),
  );
});

test('refers to nothing that it does not have', () => {
  for (const [, reference = ''] of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    const target = reference.split('/').reduce<Json | undefined>((part, key) => part?.[key], document);
    expect([reference, target]).toEqual([reference, expect.anything()]);
  }
});

describe('schemas', () => {
  test('are the same in the document and in separate files', () => {
    const own = schemaFiles.map(({ $schema: _, title, ...schema }) => [title, schema] as const);
    expect(Object.fromEntries(own)).toEqual(schemas);
    expect(schemaFiles.map(({ $schema }) => $schema)).toEqual(
      schemaFiles.map(() => 'https://json-schema.org/draft/2020-12/schema'),
    );
  });

  test('describe every field, and mark each growing list', () => {
    for (const { title, properties } of schemaFiles) {
      for (const [name, { description }] of Object.entries<Json>(properties)) {
        expect([title, name, description]).toEqual([title, name, expect.stringMatching(/\.$/)]);
      }
    }
    const { eventId, eventName, operation } = schemas.AuditRecord.properties;
    for (const { description } of [eventId, eventName, operation])
      expect(description).toContain('Later versions add values');
  });

  test('close nothing: later versions add fields', () => {
    expect(JSON.stringify(schemaFiles)).not.toContain('additionalProperties');
  });

  test('take the words of each list from its single source', () => {
    const events: readonly CatalogEvent[] = Object.values(catalog);
    const { eventId, eventName, eventType, operation, verdict } = schemas.AuditRecord.properties;
    expect(new Set(eventId.enum)).toEqual(new Set(events.map((event) => event.eventId)));
    expect(new Set(eventName.enum)).toEqual(new Set(events.map((event) => event.eventName)));
    expect(messages.AuditRecord.headers.properties['detail-type'].enum).toEqual(eventName.enum);
    expect(eventType.enum).toEqual(['System', 'User']);
    expect(operation.enum).toEqual(operations.map(({ name }) => name));
    const verdicts = ['EXPIRED', 'MISP_REJECTED', 'MISP_DEACTIVATED', 'LICENSE_DEACTIVATED', 'VALID'];
    expect([verdict.enum, schemas.LicenseVerdictChanged.properties.reason.enum]).toEqual([verdicts, verdicts]);
  });

  test('accept every outcome of both generations of codes', () => {
    const { pattern } = schemas.AuditRecord.properties.outcome;
    const codes = Object.values(errorRows).flatMap((row) => Object.values(row.codes));
    for (const code of ['success', ...codes]) expect(code).toMatch(new RegExp(pattern));
  });

  test("have the maximum lengths of MOSIP's audit manager", () => {
    const longest = Object.entries<Json>(schemas.AuditRecord.properties).flatMap(([name, { maxLength }]) =>
      maxLength === undefined ? [] : [[name, maxLength]],
    );
    expect(Object.fromEntries(longest)).toEqual({
      ...{ description: 2048, id: 64, mispId: 36, hostIp: 45, hostName: 128 },
      ...{ sessionUserId: 256, sessionUserName: 128, createdBy: 256, requestId: 256, repeatedRequestId: 256 },
    });
  });
});

describe('examples', () => {
  const strict = { strict: true, allErrors: true } as const;
  const draft07 = new Ajv(strict);
  const draft2020 = new Ajv2020(strict);
  for (const ajv of [draft07, draft2020]) formats.default(ajv);

  test('match the schemas, in either form', () => {
    for (const [kind, { name, payload }] of examples) {
      expect([kind, name, draft07.validate(schemas[kind], payload)]).toEqual([kind, name, true]);
      const own = schemaFiles.find(({ title }) => title === kind)!;
      expect([kind, name, draft2020.validate(own, payload)]).toEqual([kind, name, true]);
      expect(draft07.validate(schemas[kind], { ...payload, recordId: 1 })).toBe(false);
      expect(draft2020.validate(own, { ...payload, recordId: 1 })).toBe(false);
    }
  });

  test('show every field of every kind, and are all different', () => {
    for (const [kind, { properties }] of Object.entries<Json>(schemas)) {
      const shown = examples.filter(([of]) => of === kind).flatMap(([, { payload }]) => Object.keys(payload));
      expect(new Set(shown)).toEqual(new Set(Object.keys(properties)));
    }
    const ids = examples.map(([, { payload }]) => payload.recordId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('hold no licence key', () => expect(JSON.stringify(examples)).not.toMatch(/\b[A-Za-z0-9]{50}\b/));
});

describe('an event', () => {
  const documented = new EventsAsDocumented(document);
  const [[, { headers, payload }]] = examples as readonly [readonly [string, Json]];
  const seen = { source: EVENT_SOURCE, detailType: headers['detail-type'], detail: payload as Record<string, unknown> };

  test('passes if it is as documented, for each kind', () => {
    for (const [, example] of examples) {
      const { source, 'detail-type': detailType } = example.headers;
      expect(documented.faultsOf({ source, detailType, detail: example.payload })).toEqual([]);
    }
  });

  test.each<readonly [string, Partial<typeof seen>, string]>([
    ['has another source', { source: 'mosip.pms' }, 'no message has the source mosip.pms'],
    ['has an unknown detail-type', { detailType: 'MISP_UPDATED' }, 'and the detail-type MISP_UPDATED'],
    ['has the detail-type of another event', { detailType: 'Register MISP' }, 'its detail-type is Register MISP'],
    ['has the detail of another kind', { detailType: 'LICENSES_EXPIRING' }, "must have required property 'daysLeft'"],
    ['lacks a field', { detail: { ...payload, sequence: undefined } }, "must have required property 'sequence'"],
    [
      'has one field more',
      { detail: { ...payload, licenseKey: 'k' } },
      'must NOT have additional properties licenseKey',
    ],
    ['has a text for a number', { detail: { ...payload, version: '2' } }, '/version must be integer'],
    ['has an unknown event id', { detail: { ...payload, eventId: 'PMS_MSP_999' } }, '/eventId must be equal to one of'],
    [
      'has a time without a zone',
      { detail: { ...payload, actionTimeStamp: '2026-03-01T10:20:30.456' } },
      'must match format',
    ],
    ['has an empty text', { detail: { ...payload, sessionUserId: '' } }, '/sessionUserId must NOT have fewer than 1'],
    ['has a long text', { detail: { ...payload, hostIp: 'f'.repeat(46) } }, '/hostIp must NOT have more than 45'],
    ['has a key for a hash', { detail: { ...payload, licenseKeyHash: 'k'.repeat(50) } }, '/licenseKeyHash must match'],
  ])('fails if it %s', (_, change, fault) => {
    const event = { ...seen, ...change };
    expect(documented.faultsOf(event).join('; ')).toContain(fault);
    expect(() => documented.check([seen, event])).toThrow(`event ${payload.recordId} is not as documented: `);
  });

  test('cannot be checked against schemas that fail a strict validator', () => {
    const misspelt: AsyncapiDocument = structuredClone(document);
    misspelt.components.schemas.LicensesExpiring.properties.validTo.format = 'date-tiem';
    expect(() => new EventsAsDocumented(misspelt)).toThrow('unknown format "date-tiem"');
  });
});
