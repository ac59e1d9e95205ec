import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { publishedEvents } from '../support/events-as-documented.ts';
import { redocly } from '../support/redocly.ts';
import { devSettings, type Json, prodSettings, type Resource, synthesized } from './template.ts';

/** The schemas of the events in EventBridge's registry: `eventSchemas` in the configuration. */

const prod = synthesized('prod', { ...prodSettings, eventSchemas: true });
const schemas = prod.ofType('AWS::EventSchemas::Schema');
const contentOf = (schema: Resource): Json => JSON.parse(schema.properties.Content);
const { messages, schemas: details } = publishedEvents().components;

const folder = mkdtempSync(join(tmpdir(), 'event-schemas-'));
/** Only whether it is OpenAPI: the other rules are for APIs. */
const rules = join(folder, 'redocly.yaml');
writeFileSync(rules, 'rules: { struct: error, no-unresolved-refs: error }');
afterAll(() => rmSync(folder, { recursive: true }));

test('are in the stack only if configured', () => {
  for (const settings of [prodSettings, { ...prodSettings, eventSchemas: false }]) {
    expect(synthesized('prod', settings).all.filter(({ type }) => type.startsWith('AWS::EventSchemas::'))).toEqual([]);
  }
  const dev = synthesized('dev', { ...devSettings, serviceName: 'partners', eventSchemas: true });
  expect(dev.only('AWS::EventSchemas::Registry').properties.RegistryName).toBe('partners-dev-events');
});

test('are one for each kind of event, in a separate registry, in a form that it accepts', () => {
  const registry = prod.only('AWS::EventSchemas::Registry');
  expect(registry.properties.RegistryName).toBe('misp-prod-events');
  expect(schemas.map(({ properties }) => properties.SchemaName)).toEqual(
    Object.keys(messages).map((kind) => `mosip.pms.misp@${kind}`),
  );
  for (const { properties } of schemas) {
    expect(prod.target(properties.RegistryName)).toBe(registry);
    expect(properties.Type).toBe('OpenApi3');
    // The registry's limit.
    expect(properties.Content.length).toBeLessThan(100_000);
  }
});

describe('their contents', () => {
  const contents = schemas.map(contentOf);
  const lint = (documents: readonly Json[]) => {
    const files = documents.map((document) => join(folder, `${document.info.title}.json`));
    for (const [index, file] of files.entries()) writeFileSync(file, JSON.stringify(documents[index]));
    return redocly('lint', `--config=${rules}`, ...files);
  };

  test('are OpenAPI 3.0', async () => {
    expect(contents.map(({ openapi }) => openapi)).toEqual(contents.map(() => '3.0.0'));
    expect(await lint(contents)).toMatchObject({ code: 0 });
  });

  test('may not use a word of later versions', async () => {
    const ofLaterVersions = structuredClone(contents);
    for (const { info, components } of ofLaterVersions) {
      components.schemas[info.title].properties.recordId.examples = ['x'];
    }
    const { code, output } = await lint(ofLaterVersions);
    expect(code).toBe(1);
    expect(output.match(/Property `examples` is not expected here/g)).toHaveLength(contents.length);
  });
});

describe.each(schemas.map((schema) => [contentOf(schema).info.title as string, contentOf(schema)] as const))(
  'the content of %s',
  (kind, content) => {
    test('has the fields of the AsyncAPI document in the envelope of EventBridge', () => {
      const { AWSEvent: envelope, [kind]: detail } = content.components.schemas;
      expect(detail.required).toEqual(details[kind].required);
      expect(Object.keys(detail.properties)).toEqual(Object.keys(details[kind].properties));
      const detailTypes = messages[kind].headers.properties['detail-type'].enum;
      expect(envelope.properties['detail-type'].enum).toEqual(detailTypes);
      expect(envelope['x-amazon-events-source']).toBe('mosip.pms.misp');
      expect(envelope['x-amazon-events-detail-type']).toBe(detailTypes.length === 1 ? detailTypes[0] : undefined);
    });

    test('matches an event as targets get it, and no other', () => {
      const ajv = new Ajv({ strict: true });
      formats.default(ajv);
      ajv.addVocabulary([...Object.keys(content), 'example']);
      ajv.addVocabulary(['x-amazon-events-source', 'x-amazon-events-detail-type']);
      ajv.addSchema(content, 'content');
      const isEvent = ajv.getSchema('content#/components/schemas/AWSEvent');
      const { headers, payload } = messages[kind].examples[0];
      const event = {
        ...{ version: '0', id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa', account: '123456789012', region: 'eu-west-1' },
        ...{ time: '2026-03-03T10:20:30Z', resources: [], ...headers, detail: payload },
      };
      expect(isEvent?.(event)).toBe(true);
      expect(isEvent?.({ ...event, source: 'mosip.pms' })).toBe(false);
      expect(isEvent?.({ ...event, 'detail-type': 'MISP_UPDATED' })).toBe(false);
      expect(isEvent?.({ ...event, detail: { ...payload, recordId: 1 } })).toBe(false);
    });
  },
);
