import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { errorRows } from '../../functions/http/error-answers.ts';
import { operations } from '../../functions/operations.ts';
import { projectFolder } from '../../lib/project-folder.ts';
import { currentOpenapi } from '../../scripts/write-openapi.ts';
import { AnswersAsDocumented, publishedDocument } from '../support/answers-as-documented.ts';
import { sampleRequests } from '../support/sample-requests.ts';
import type { Json } from './template.ts';

const document = publishedDocument();
const { schemas } = document.components;

/** Every object in a value, with its place. */
function objectsIn(value: unknown, path = ''): readonly (readonly [path: string, object: Json])[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, part]) => objectsIn(part, `${path}/${key}`));
  return Array.isArray(value) ? inner : [[path, value as Json], ...inner];
}

const inOperations = Object.values<Json>(document.paths).flatMap((item) => Object.values<Json>(item));
const operationNamed = (name: string) => inOperations.find(({ operationId }) => operationId === name)!;

test('docs/openapi.json matches the operations: otherwise run `npm run openapi`', () => {
  expect(document).toEqual(JSON.parse(JSON.stringify(currentOpenapi())));
});

test('document, package and LICENSE name the same licence', () => {
  const read = (name: string) => readFileSync(join(projectFolder, name), 'utf8');
  const { license } = JSON.parse(read('package.json'));
  expect(license).toBe('MIT');
  expect(document.info.license).toEqual({ name: license, identifier: license });
  expect(read('LICENSE')).toMatch(/^MIT License\n\nCopyright \(c\) 2026 MISP Management Service contributors\n/);
});

test('has each operation once, under its route', () => {
  const described = Object.entries<Json>(document.paths).flatMap(([path, item]) =>
    Object.entries<Json>(item).map(([method, operation]) => [operation.operationId, method.toUpperCase(), path]),
  );
  expect(described.sort()).toEqual(operations.map(({ name, method, path }) => [name, method, path]).sort());
});

test('has every component that it refers to, and no unused one', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1]!);
  for (const reference of references) {
    expect(reference.split('/').reduce<Json | undefined>((part, key) => part?.[key], document)).toBeDefined();
  }
  const components = ['schemas', 'responses', 'headers', 'examples'].flatMap((kind) =>
    Object.keys(document.components[kind]).map((name) => `components/${kind}/${name}`),
  );
  expect([...new Set(references)].sort()).toEqual(components.sort());
});

describe('answers', () => {
  const answers = operations.map(({ name }) => {
    const { schema } = operationNamed(name).responses[200].content['application/json'];
    return [name, schemas[schema.$ref.split('/').at(-1)]] as const;
  });

  test.each(answers)('%s: one flat object, with a named result or null', (_, answer) => {
    const parts = ['id', 'version', 'responsetime', 'metadata', 'response', 'errors'];
    expect(answer.type).toBe('object');
    expect(Object.keys(answer.properties)).toEqual(parts);
    expect(answer.required).toEqual(parts);
    expect(answer.properties.response.anyOf).toEqual([
      { $ref: expect.stringMatching(/^#\/components\/schemas\/[A-Z][A-Za-z]+$/) },
      { type: 'null' },
    ]);
    expect(answer.properties.errors).toMatchObject({ type: 'array', items: { $ref: '#/components/schemas/Error' } });
  });

  test('may get new fields, and no field is always null', () => {
    for (const [path, object] of objectsIn(schemas)) {
      expect([path, object.additionalProperties]).toEqual([path, undefined]);
      for (const [name, field] of Object.entries<Json>(object.properties ?? {})) {
        expect([path, name, field.type]).not.toEqual([path, name, 'null']);
      }
    }
  });

  test('everything with a name is a component', () => {
    expect(Object.keys(schemas)).toEqual(
      expect.arrayContaining([
        ...['Misp', 'License', 'LicenseUniqueKey', 'MispWithLicenses', 'MispDetails', 'MispPage', 'Verdict'],
        ...['RegisterMispResult', 'RegisterMispAnswer', 'ErrorAnswer', 'Error', 'Problem', 'RequestFault'],
      ]),
    );
  });

  test('say that validity is not the verdict', () => {
    const { isActive, active, isValid, valid, message, reason } = schemas.Verdict.properties;
    for (const { description } of [isActive, active]) expect(description).toMatch(/^\*\*The verdict\*\*/);
    for (const { description } of [isValid, valid, message]) expect(description).toMatch(/^\*\*Not the verdict\.\*\*/);
    expect(reason.enum).toEqual(['EXPIRED', 'MISP_REJECTED', 'MISP_DEACTIVATED', 'LICENSE_DEACTIVATED', 'VALID']);
  });

  test('say that every time without a zone is UTC', () => {
    const times = objectsIn(schemas).filter(([, { pattern }]) => String(pattern).startsWith('^\\d{4}-'));
    expect(times.length).toBeGreaterThan(10);
    for (const [path, { description }] of times)
      expect([path, description]).toEqual([path, expect.stringContaining('UTC')]);
  });

  test('list every reason for a rejected request', () => {
    expect(schemas.Problem.required).toEqual(['type', 'title', 'status', 'detail', 'code', 'requestId', 'errors']);
    expect(schemas.RequestFault.properties.reason.enum).toEqual([
      ...['missing', 'blank', 'too-long', 'wrong-type', 'not-allowed', 'out-of-range'],
      ...['too-large', 'wrong-content-type', 'not-utf-8', 'too-many-values', 'not-json'],
    ]);
  });
});

test('every field and every parameter is described', () => {
  for (const [path, object] of objectsIn(schemas)) {
    for (const [name, field] of Object.entries<Json>(object.properties ?? {})) {
      const described = field.description ?? field.$ref ?? field.anyOf?.[0]?.$ref;
      expect([path, name, described]).toEqual([path, name, expect.any(String)]);
    }
  }
  for (const { operationId, parameters } of inOperations) {
    for (const { name, description } of parameters) {
      expect([operationId, name, description]).toEqual([operationId, name, expect.stringMatching(/\.$/)]);
    }
  }
});

describe('requests', () => {
  const documented = new AnswersAsDocumented(document);
  const bodies = operations.filter(({ method }) => method !== 'GET').map(({ name }) => name);
  const schemaOf = (name: string) => {
    const { schema } = operationNamed(name).requestBody.content['application/json'];
    return schema.$ref.split('/').at(-1);
  };
  const isTaken = (name: string, request: unknown, more: object = {}) =>
    documented.fits(schemaOf(name), { ...more, request });

  test.each(bodies)('%s: accepts what the operation accepts, and requires the same fields', (name) => {
    const request = Object(sampleRequests[name].request);
    expect(isTaken(name, request)).toBe(true);
    expect(isTaken(name, { ...request, more: 1 }, { id: null, version: null, requesttime: null, metadata: {} })).toBe(
      true,
    );
    for (const field of Object.keys(request)) {
      expect([field, isTaken(name, { ...request, [field]: undefined })]).toEqual([field, false]);
    }
    expect(documented.fits(schemaOf(name), request)).toBe(false);
  });

  const contact = { contactNumber: '5', address: 'B' };
  test.each([
    ['register-misp', { organizationName: 'A', emailId: 'a@x.org', ...contact }, true],
    ['register-misp', { name: 'A', emailId: 'a@x.org', ...contact }, true],
    ['register-misp', { emailId: 'a@x.org', ...contact }, false],
    ['register-misp', { organizationName: '', emailId: 'a@x.org', ...contact }, false],
    ['register-misp', { organizationName: 'A'.repeat(129), emailId: 'a@x.org', ...contact }, false],
    ['update-misp', { organizationName: 'A', emailID: 'a@x.org', ...contact }, true],
    ['update-misp', { name: 'A', emailID: 'a@x.org', ...contact }, true],
    ['update-misp', { organizationName: 'A', emailId: 'a@x.org', ...contact }, true],
    ['update-misp', { name: 'A', ...contact }, false],
    ['process-misp-status', { mispStatus: 'approved' }, true],
    ['process-misp-status', { mispStatus: 'Active' }, false],
    ['update-license-key-status', { licenseKeyHash: 'a'.repeat(64), mispLicenseKeyStatus: 'Active' }, true],
    ['update-license-key-status', { licenseKeyHash: 'a'.repeat(63), mispLicenseKeyStatus: 'Active' }, false],
    ['update-license-key-status', { mispLicenseKeyStatus: 'Active' }, false],
    ['change-license-validity', { mispLicenseKey: 'k', validTo: '2026-06-30T00:00:00+05:30' }, true],
    ['change-license-validity', { mispLicenseKey: 'k', validTo: '2026-06-30' }, false],
    ['rotate-license-key', { overlapSeconds: 0 }, true],
    ['rotate-license-key', { overlapSeconds: 1.5 }, false],
    ['rotate-license-key', { overlapSeconds: 7_776_001 }, false],
    ['rotate-license-key', { validTo: '2026-06-30T00:00:00Z' }, false],
  ] as const)('%s with %j: accepted? %s', (name, request, taken) => expect(isTaken(name, request)).toBe(taken));

  test('describe the accepted ids, name prefixes and pages', () => {
    const [mispId] = operationNamed('update-misp').parameters;
    const pattern = new RegExp(mispId.schema.pattern);
    expect(mispId.schema).toMatchObject({ minLength: 1, maxLength: 36 });
    for (const id of ['100', 'a.b_c-d']) expect(id).toMatch(pattern);
    for (const id of ['', '.', '-1', 'a b', 'a@x.org', '100\n']) expect(id).not.toMatch(pattern);
    const [orgName, limit, cursor] = operationNamed('find-misps-by-name').parameters;
    expect(orgName.schema).toMatchObject({ minLength: 1, maxLength: 128 });
    expect(limit).toMatchObject({ required: false, schema: { type: 'integer', minimum: 1, maximum: 500 } });
    // The reference page sends its example, so only a real cursor may match.
    expect(cursor).not.toHaveProperty('example');
  });

  test('list the filters of the list, and their words', () => {
    const { parameters } = operationNamed('list-misps');
    const [status, expiringBefore, name, order] = parameters;
    expect(parameters.map((parameter: Json) => parameter.name)).toEqual([
      ...['status', 'expiringBefore', 'name', 'order', 'limit', 'cursor'],
    ]);
    for (const parameter of parameters) expect(parameter.required).toBe(false);
    expect(status.schema).toEqual({ type: 'string', enum: ['Inprogress', 'approved', 'rejected'] });
    expect(order.schema).toEqual({ type: 'string', enum: ['newest'] });
    expect(name.schema).toEqual({ type: 'string' });
    const pattern = new RegExp(expiringBefore.schema.pattern);
    for (const time of ['2026-06-30T00:00:00Z', '2026-06-30T05:30:00+05:30', '2026-06-30T00:00:00']) {
      expect(time).toMatch(pattern);
    }
    expect('2026-06-30').not.toMatch(pattern);
  });

  test('accept the same versions as the service', () => {
    const ifMatch = operationNamed('update-misp').parameters.find(({ name }: Json) => name === 'If-Match');
    const pattern = new RegExp(ifMatch.schema.pattern);
    for (const text of ['*', '"3"', 'W/"3"', '"3", W/"4"']) expect(text).toMatch(pattern);
    for (const text of ['3', '"a"', '"3" "4"', '']) expect(text).not.toMatch(pattern);
  });

  test('describe every parameter of every path', () => {
    for (const [path, item] of Object.entries<Json>(document.paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      for (const { parameters } of Object.values<Json>(item)) {
        const described = parameters.filter((parameter: Json) => parameter.in === 'path');
        expect(described.map(({ name }: Json) => name)).toEqual(inPath);
      }
    }
  });
});

describe('examples', () => {
  const examples = objectsIn(document)
    .filter(([, object]) => 'value' in object)
    .map(([path, { value }]) => [path, JSON.stringify(value)] as const);

  test('there is one for each operation and each error, in both forms', () => {
    for (const { name } of operations) {
      const { value } = operationNamed(name).responses[200].content['application/json'].examples.done;
      expect([name, value.errors]).toEqual([name, []]);
    }
    for (const [kind, { codes, status, title }] of Object.entries(errorRows)) {
      const { [kind]: envelope, [`${kind}-problem`]: problem } = document.components.examples;
      expect(envelope).toMatchObject({ summary: title, value: { errors: [{ errorCode: codes['1.1.4'] }] } });
      expect(problem).toMatchObject({ summary: title, value: { status, code: codes['1.1.4'], errors: [] } });
    }
  });

  test('have no licence key that could be in use', () => {
    expect(examples.length).toBeGreaterThan(50);
    for (const [path, text] of examples) {
      const keys = text.match(/\b[A-Za-z0-9]{50}\b/g) ?? [];
      for (const key of keys) expect([path, key]).toEqual([path, expect.stringMatching(/^Example/)]);
    }
  });
});
