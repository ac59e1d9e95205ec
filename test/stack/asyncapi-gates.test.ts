import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { projectFolder } from '../../lib/project-folder.ts';
import { asyncapiFile, releasedAsyncapiFile } from '../../scripts/published-documents.ts';
import { type AsyncapiDocument, publishedEvents } from '../support/events-as-documented.ts';
import { breaksBetween, PlantedDocuments, rulesBroken } from '../support/planted-documents.ts';

/**
 * Two gates for docs/asyncapi.json: it is valid, and it breaks no consumer of the last release. Each is tested on
 * planted faults.
 */

const documents = new PlantedDocuments(publishedEvents);
afterAll(() => documents.remove());

const fieldsOf = (document: AsyncapiDocument, kind: string) => document.components.schemas[kind].properties;
const headersOf = (document: AsyncapiDocument, kind: string) => document.components.messages[kind].headers.properties;

describe('the document is valid', () => {
  /** redocly.yaml switches it off for the published document alone. */
  const OFF_FOR_THE_PUBLISHED = 'security-defined';

  /** One fault for each rule that the document could break unnoticed, each in another place. */
  const faults: Readonly<Record<string, (document: AsyncapiDocument) => void>> = {
    'info-contact': (document) => delete document.info.contact,
    'tag-description': (document) => delete document.operations.sendAuditRecord.tags[0].description,
    'no-unresolved-refs': (document) => {
      document.components.messages.LicensesExpiring.payload.$ref = '#/components/schemas/Nothing';
    },
    'no-schema-type-mismatch': (document) => {
      fieldsOf(document, 'AuditRecord').outcome.items = { type: 'string' };
    },
    'no-required-schema-properties-undefined': (document) =>
      document.components.schemas.LicenseVerdictChanged.required.push('owner'),
    'rule/arrays-have-items': (document) => delete fieldsOf(document, 'AuditRecord').removedLicenseKeyHashes.items,
    struct: (document) => {
      document.operations.sendLicensesExpiring.action = 'publish';
    },
  };

  test('nothing is found, and in a copy each planted fault by its rule', async () => {
    const planted = documents.plant('invalid', (document) => {
      for (const plant of Object.values(faults)) plant(document);
    });
    const rules = [...Object.keys(faults), OFF_FOR_THE_PUBLISHED].sort();
    expect(await rulesBroken(relative(projectFolder, asyncapiFile), planted)).toEqual({ code: 1, rules: [[], rules] });
  });
});

/** Lists that may grow: the document says so, and consumers accept unknown words. */
const growing = [
  '#/components/messages/AuditRecord/headers/properties/detail-type/enum',
  ...['eventId', 'eventName', 'operation'].map((field) => `#/components/schemas/AuditRecord/properties/${field}/enum`),
];
const breaksOf = async (released: string, now: string) => {
  const { breaks } = await breaksBetween(released, now);
  return breaks.filter((place) => !growing.includes(place));
};
const wordsAt = (document: AsyncapiDocument, place: string): readonly string[] =>
  place
    .slice(2)
    .split('/')
    .reduce((part, key) => part[key], document) as unknown as readonly string[];
/** Removed words of growing lists. */
const wordsGone = (released: AsyncapiDocument, now: AsyncapiDocument) =>
  growing.flatMap((place) => wordsAt(released, place).filter((word) => !wordsAt(now, place).includes(word)));

describe('the document keeps what the last release promised', () => {
  const released: AsyncapiDocument = JSON.parse(readFileSync(releasedAsyncapiFile, 'utf8'));

  test('no difference breaks a consumer, and new fields, new events and other words would break none', async () => {
    const file = documents.plant('compatible', (document) => {
      const fields = fieldsOf(document, 'AuditRecord');
      fields.country = { type: 'string' };
      fields.eventId.enum.push('PMS_MSP_499');
      fields.eventName.enum.push('Suspend MISP request');
      fields.operation.enum.push('suspend-misp');
      headersOf(document, 'AuditRecord')['detail-type'].enum.push('Suspend MISP request');
      fields.description.description = 'What happened.';
    });
    expect(await breaksOf(releasedAsyncapiFile, file)).toEqual([]);
  });

  test('every event that a rule may match still exists', () => {
    expect(wordsGone(released, publishedEvents())).toEqual([]);
  });

  test('every component keeps its name: generated consumers have types with these names', () => {
    const namesIn = ({ components: { messages, schemas } }: AsyncapiDocument) =>
      Object.keys({ ...messages, ...schemas });
    expect(namesIn(publishedEvents())).toEqual(expect.arrayContaining(namesIn(released)));
  });

  const field = (kind: string, name: string, keyword = '') =>
    `#/components/schemas/${kind}/properties/${name}${keyword && `/${keyword}`}`;

  /** Each breaks some consumer of the published document, each in another place, by which it is recognized. */
  const breaks: readonly (readonly [what: string, place: string, plant: (document: AsyncapiDocument) => void])[] = [
    [
      'a field is gone',
      field('LicenseVerdictChanged', 'active'),
      (document) => {
        const { LicenseVerdictChanged: schema } = document.components.schemas;
        delete schema.properties.active;
        schema.required = schema.required.filter((name: string) => name !== 'active');
      },
    ],
    [
      'a field may be absent',
      '#/components/schemas/AuditRecord/required',
      (document) => document.components.schemas.AuditRecord.required.pop(),
    ],
    [
      'a field has another type',
      field('AuditRecord', 'sequence', 'type'),
      (document) => {
        fieldsOf(document, 'AuditRecord').sequence.type = 'string';
      },
    ],
    [
      'a field has another form',
      field('AuditRecord', 'recordId', 'pattern'),
      (document) => {
        fieldsOf(document, 'AuditRecord').recordId.pattern = '^[0-9a-f-]{36}$';
      },
    ],
    [
      'a field is longer',
      field('AuditRecord', 'hostIp', 'maxLength'),
      (document) => {
        fieldsOf(document, 'AuditRecord').hostIp.maxLength = 64;
      },
    ],
    [
      'there is another verdict',
      field('LicenseVerdictChanged', 'reason', 'enum'),
      (document) => fieldsOf(document, 'LicenseVerdictChanged').reason.enum.push('SUSPENDED'),
    ],
    [
      'the events come from another source',
      '#/components/messages/AuditRecord/headers/properties/source/const',
      (document) => {
        headersOf(document, 'AuditRecord').source.const = 'mosip.pms';
      },
    ],
    [
      'a detail-type has another name',
      '#/components/messages/LicenseVerdictChanged/headers/properties/detail-type/enum',
      (document) => {
        headersOf(document, 'LicenseVerdictChanged')['detail-type'].enum = ['MISP_UPDATED'];
      },
    ],
    [
      'a kind of event is gone',
      '#/channels/bus/messages/LicensesExpiring',
      (document) => {
        delete document.channels.bus.messages.LicensesExpiring;
        delete document.operations.sendLicensesExpiring;
      },
    ],
  ];

  describe('a break is found when', () => {
    let found: readonly string[];
    beforeAll(async () => {
      const file = documents.plant('broken', (document) => {
        for (const [, , plant] of breaks) plant(document);
      });
      found = await breaksOf(asyncapiFile, file);
    });

    test.each(breaks)('%s', (_, place) => expect(found).toContain(place));

    test('an event that a rule may match is gone', () => {
      const now = publishedEvents();
      fieldsOf(now, 'AuditRecord').eventId.enum.shift();
      headersOf(now, 'AuditRecord')['detail-type'].enum.shift();
      expect(wordsGone(publishedEvents(), now)).toEqual(['Access denied', 'PMS_MSP_101']);
    });
  });
});
