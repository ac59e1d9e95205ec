import { describe, expect, test } from '@jest/globals';
import { acceptedForm } from '../../../functions/http/accepted-form.ts';
import { growthOfTime, PROPORTIONAL } from '../../support/growth-of-time.ts';

describe('the Accept header', () => {
  test.each([
    'application/problem+json',
    'APPLICATION/Problem+JSON',
    'application/problem+json; charset=utf-8',
    'text/html , application/problem+json ; q=1.0',
    'application/problem+json;q=0.001',
    'application/problem+json, application/json;q=0.9',
    'application/json;q=0.9,application/problem+json',
    'application/json ; Q=0.3\t,\tapplication/problem+json;q=0.31',
    'application/json;q=0, application/*',
    'application/json;q=0.2, */*',
    'application/problem+json;q=0.5, application/*;q=0.4, */*',
    '*/*;q=0.1, application/problem+json;q=0.2',
    'application/problem+json;profile="a,b;q=0"',
    'application/problem+json;q=0.5;profile="\\",application/json,"',
    // Unreadable parts are not preferred.
    'application/json;q=high, application/problem+json;q=0.1',
    'application/json;q=2, application/problem+json;q=0.1',
    'application/json;q=-1, application/problem+json',
    'application/json;q=, application/problem+json;q=0.001',
    ',,;q=1,application/problem+json,,',
  ])('%j prefers problems', (accept) => {
    expect(acceptedForm(accept)).toBe('problem');
  });

  test.each([
    undefined,
    '',
    ' , ;',
    '*/*',
    'application/*',
    'application/json',
    'text/html',
    'application/problem+xml',
    // A tie.
    'application/json, application/problem+json',
    'application/problem+json, application/json',
    'application/problem+json, */*',
    'application/problem+json;q=0.5, application/json;q=0.500',
    'application/*, application/problem+json',
    // The envelope is preferred.
    'application/json;q=0.9, application/problem+json;q=0.1',
    'application/problem+json;q=0.1, */*',
    'application/problem+json;q=0.9, application/*',
    'application/json, application/*;q=0.5',
    // Problems are excluded.
    'application/problem+json;q=0',
    'application/problem+json; q=0.0',
    'application/problem+json;charset=utf-8; Q=0.000',
    'application/problem+json;q=0, */*;q=0.1',
    'application/json;q=0, application/problem+json;q=0, */*',
    // Invalid weights.
    'application/problem+json;q=high',
    'application/problem+json;q=1.1',
    'application/problem+json;q=',
    'application/problem+json;q',
    'application/problem+json;q=0.5.5',
    'application/problem+json;q=1e0',
    'x-application/problem+json',
    'application/problem+json+xml',
    'application/problem+json x',
    '"application/problem+json"',
  ])('%j is answered with the envelope', (accept) => {
    expect(acceptedForm(accept)).toBe('envelope');
  });

  test('counts the best weight of a repeated type', () => {
    expect(acceptedForm('application/problem+json;q=0.1, application/json;q=0.5, application/problem+json')).toBe(
      'problem',
    );
    expect(acceptedForm('application/json;q=0.1, application/problem+json;q=0.5, application/json')).toBe('envelope');
  });

  test('is read in a single pass', () => {
    const pieces = ['a', ',', ';', '"', '\\', ';q=0.', 'application/problem+json,', 'application/json;q=0.1;', '";,'];
    for (const piece of pieces) {
      const accept = (count: number) => void acceptedForm(piece.repeat(count));
      expect(growthOfTime(accept, Math.ceil(32_000 / piece.length))).toBeLessThan(PROPORTIONAL);
    }
  });
});
