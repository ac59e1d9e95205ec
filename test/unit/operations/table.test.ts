import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { pathParametersOf } from '../../../functions/operation/contract.ts';
import { operations } from '../../../functions/operations.ts';
import { projectFolder } from '../../../lib/project-folder.ts';

const page = readFileSync(join(projectFolder, 'docs/api.md'), 'utf8');
/** Method, path, query and right of every operation, from the table in docs/api.md. */
const promised = [...page.matchAll(/^\|[^|]+\| ([A-Z]+) `(\/[^`]*)` \|.*\| `(\w+)` \|$/gm)].map(
  ([, method, path, right]) => `${method} ${path} needs ${right}`,
);

describe('the list of operations', () => {
  test('has exactly the routes, queries and rights of docs/api.md, in their order', () => {
    expect(promised.length).toBeGreaterThanOrEqual(12);
    const query = (names: readonly string[]) => (names.length === 0 ? '' : `?${names.join('&')}`);
    const served = operations.map(
      (operation) => `${operation.method} ${operation.path}${query(operation.query)} needs ${operation.right}`,
    );
    expect(served).toEqual(promised);
  });

  test('reads a path parameter by its name in the path', () => {
    for (const { path, input } of operations) {
      expect(Object.keys(input.fields)).toEqual(expect.arrayContaining([...pathParametersOf(path)]));
    }
    expect(pathParametersOf('/misps/{mispId}/x/{other}')).toEqual(['mispId', 'other']);
    expect(pathParametersOf('/misps')).toEqual([]);
  });
});
