import { describe, expect, test } from '@jest/globals';
import { pathParametersOf } from '../../../functions/operation/contract.ts';
import { operations } from '../../../functions/operations.ts';

describe('the list of operations', () => {
  test('has these ten, with these routes below the base path', () => {
    expect(operations.map(({ name, method, path }) => `${name}: ${method} ${path}`)).toEqual([
      'register-misp: POST /misps',
      'process-misp-status: PATCH /misps/{mispId}/status',
      'update-misp: PUT /misps/{mispId}',
      'validate-license-key: PATCH /misps/{mispId}/licenseKey',
      'update-misp-status: PATCH /misps/{mispId}',
      'update-license-key-status: PUT /misps/{mispId}/licenseKey',
      'list-misps: GET /misps',
      'get-misp: GET /misps/mispId/{mispId}',
      'find-misps-by-name: GET /misps/name/{orgName}',
      'download-license-key: GET /misps/{mispId}/licenseKey',
    ]);
  });

  test('reads a parameter of the path under the name that the path gives it', () => {
    for (const { path, input } of operations) {
      expect(Object.keys(input.def.shape)).toEqual(expect.arrayContaining([...pathParametersOf(path)]));
    }
    expect(pathParametersOf('/misps/{mispId}/x/{other}')).toEqual(['mispId', 'other']);
    expect(pathParametersOf('/misps')).toEqual([]);
  });

  test('takes limit and cursor from the query of the two lists, and nothing else from any query', () => {
    const withQuery = operations.filter(({ query }) => query.length > 0);
    expect(withQuery.map(({ name, query }) => [name, query])).toEqual([
      ['list-misps', ['limit', 'cursor']],
      ['find-misps-by-name', ['limit', 'cursor']],
    ]);
  });

  test('names for every operation the errors that it can answer with', () => {
    expect(Object.fromEntries(operations.map(({ name, errors }) => [name, [...errors].sort()]))).toEqual({
      'register-misp': ['invalid-email', 'name-taken'],
      'process-misp-status': [
        'already-in-status',
        'another-person-needed',
        'invalid-approval-word',
        'misp-not-active',
        'misp-too-large',
        'too-many-licenses',
        'unknown-misp',
      ],
      'update-misp': ['invalid-email', 'misp-too-large', 'name-taken', 'unknown-misp'],
      'validate-license-key': ['license-of-another-misp', 'unknown-license'],
      'update-misp-status': ['invalid-activity-word', 'misp-too-large', 'unknown-misp'],
      'update-license-key-status': [
        'invalid-license-status-word',
        'license-expired',
        'license-of-another-misp',
        'misp-too-large',
        'unknown-license',
      ],
      'list-misps': ['nothing-found'],
      'get-misp': ['unknown-misp'],
      'find-misps-by-name': ['nothing-found'],
      'download-license-key': [
        'misp-not-active',
        'misp-not-approved',
        'misp-too-large',
        'no-active-license',
        'too-many-licenses',
        'unknown-license',
        'unknown-misp',
      ],
    });
  });
});
