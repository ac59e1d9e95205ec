import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { operations } from '../../functions/operations.ts';
import { projectFolder } from '../../lib/project-folder.ts';
import { currentOpenapi, openapiFile } from '../../scripts/write-openapi.ts';
import type { Json } from './template.ts';

const document: Json = JSON.parse(readFileSync(openapiFile, 'utf8'));

test('docs/openapi.json is what the operations say now: otherwise run `npm run openapi`', () => {
  expect(document).toEqual(JSON.parse(JSON.stringify(currentOpenapi())));
});

test('document, package and LICENSE name the same licence', () => {
  const read = (name: string) => readFileSync(join(projectFolder, name), 'utf8');
  const { license } = JSON.parse(read('package.json'));
  expect(license).toBe('MIT');
  expect(document.info.license).toEqual({ name: license, identifier: license });
  expect(read('LICENSE')).toMatch(/^MIT License\n\nCopyright \(c\) 2026 MISP Management Service contributors\n/);
});

describe('document', () => {
  test('has each operation once, under its route', () => {
    const described = Object.entries<Json>(document.paths).flatMap(([path, item]) =>
      Object.entries<Json>(item).map(([method, operation]) => [operation.operationId, method.toUpperCase(), path]),
    );
    expect(described.sort()).toEqual(operations.map(({ name, method, path }) => [name, method, path]).sort());
  });

  test('says of ids, of what names begin with, and of pages what is taken', () => {
    const { paths } = document;
    const [mispId] = paths['/misps/{mispId}'].put.parameters;
    const pattern = new RegExp(mispId.schema.pattern);
    expect(mispId.schema).toMatchObject({ minLength: 1, maxLength: 36 });
    for (const id of ['100', 'a.b_c-d']) expect(id).toMatch(pattern);
    for (const id of ['', '.', '-1', 'a b', 'a@x.org', '100\n']) expect(id).not.toMatch(pattern);
    const [orgName, limit] = paths['/misps/name/{orgName}'].get.parameters;
    expect(orgName.schema).toMatchObject({ minLength: 1, maxLength: 128 });
    expect(limit).toMatchObject({ required: false, schema: { type: 'integer', minimum: 1, maximum: 500 } });
  });

  test('says of the filters of the list which words there are, and of every parameter of a query what it means', () => {
    const { parameters } = document.paths['/misps'].get;
    const [status, expiringBefore, name, order] = parameters;
    expect(parameters.map((parameter: Json) => parameter.name)).toEqual([
      ...['status', 'expiringBefore', 'name', 'order', 'limit', 'cursor'],
    ]);
    expect(status.schema).toEqual({ type: 'string', enum: ['Inprogress', 'approved', 'rejected'] });
    expect(order.schema).toEqual({ type: 'string', enum: ['newest'] });
    expect(name.schema).toEqual({ type: 'string' });
    const { pattern, examples } = expiringBefore.schema;
    for (const time of [...examples, '2026-06-30T05:30:00+05:30', '2026-06-30T00:00:00']) {
      expect(time).toMatch(new RegExp(pattern));
    }
    expect('2026-06-30').not.toMatch(new RegExp(pattern));
    const inQueries = Object.values<Json>(document.paths)
      .flatMap((item) => Object.values<Json>(item).flatMap((operation) => operation.parameters))
      .filter((parameter) => parameter.in === 'query');
    expect(inQueries).toHaveLength(8);
    for (const parameter of inQueries)
      expect(parameter).toMatchObject({ required: false, description: expect.stringMatching(/\.$/) });
  });

  test('takes either spelling of the fields of an update', () => {
    const { request } = document.paths['/misps/{mispId}'].put.requestBody.content['application/json'].schema.properties;
    expect(Object.keys(request.properties).sort()).toEqual(
      ['address', 'contactNumber', 'emailID', 'emailId', 'name', 'organizationName'].sort(),
    );
    expect(request.required.sort()).toEqual(['address', 'contactNumber']);
    expect(request.properties.emailID).toEqual({ type: 'string', minLength: 1, maxLength: 256 });
  });

  test('lists every reason for which a request is turned away', () => {
    const { Problem, RequestFault } = document.components.schemas;
    expect(Problem.required).toEqual(['type', 'title', 'status', 'detail', 'code', 'requestId', 'errors']);
    expect(RequestFault.properties.reason.enum).toEqual([
      'missing',
      'blank',
      'too-long',
      'wrong-type',
      'not-allowed',
      'out-of-range',
      'too-large',
      'wrong-content-type',
      'not-utf-8',
      'too-many-values',
      'not-json',
    ]);
  });

  test('refers to nothing that it does not have', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1]!);
    expect(references.length).toBeGreaterThan(0);
    for (const reference of references) {
      expect(reference.split('/').reduce<Json | undefined>((part, key) => part?.[key], document)).toBeDefined();
    }
  });

  test('describes every parameter of every path', () => {
    for (const [path, item] of Object.entries<Json>(document.paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      for (const operation of Object.values<Json>(item)) {
        const described = operation.parameters.filter((parameter: Json) => parameter.in === 'path');
        expect(described.map((parameter: Json) => parameter.name)).toEqual(inPath);
        for (const { name, schema } of operation.parameters) {
          expect([name, schema.type]).toEqual([name, name === 'limit' ? 'integer' : 'string']);
        }
      }
    }
  });
});
