import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { operations } from '../../functions/operations.ts';
import { currentOpenapi, openapiFile } from '../../scripts/write-openapi.ts';
import type { Json } from './template.ts';

const document: Json = JSON.parse(readFileSync(openapiFile, 'utf8'));

test('docs/openapi.json is what the operations say now: otherwise run `npm run openapi`', () => {
  expect(document).toEqual(JSON.parse(JSON.stringify(currentOpenapi())));
});

describe('document', () => {
  test('has each operation once, under its route', () => {
    const described = Object.entries<Json>(document.paths).flatMap(([path, item]) =>
      Object.entries<Json>(item).map(([method, operation]) => [operation.operationId, method.toUpperCase(), path]),
    );
    expect(described.sort()).toEqual(operations.map(({ name, method, path }) => [name, method, path]).sort());
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
        for (const parameter of operation.parameters) expect(parameter.schema.type).toBe('string');
      }
    }
  });
});
