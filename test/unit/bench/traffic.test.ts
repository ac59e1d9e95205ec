import { describe, expect, test } from '@jest/globals';
import { problemOf } from '../../../bench/traffic/problem.ts';

const envelope = (response: unknown, errors: readonly unknown[] = []) => JSON.stringify({ response, errors });

describe('an answer under load', () => {
  test('is as expected if it is a success', () => {
    expect(problemOf('get-misp', 200, envelope({ mispID: '100' }))).toBeUndefined();
    expect(problemOf('list-misps', 200, envelope([]))).toBeUndefined();
    expect(problemOf('validate-license-key', 200, envelope({ isActive: true }))).toBeUndefined();
  });

  test.each([
    [200, envelope(null, [{ errorCode: 'KER-MSP-001' }])],
    [200, envelope({ mispID: '100' }, [{ errorCode: 'KER-MSP-001' }])],
    [200, 'no JSON'],
    [200, ''],
    [500, envelope({ mispID: '100' })],
    [undefined, envelope({ mispID: '100' })],
  ])('is a problem with status %p and body %s', (status, text) => {
    expect(problemOf('get-misp', status, text)).toBe(`get-misp answered ${status}: ${text}`);
  });

  test('is a problem if a validation denies a working licence', () => {
    expect(problemOf('validate-license-key', 200, envelope({ isActive: false }))).toContain('"isActive":false');
    expect(problemOf('validate-license-key', 200, envelope({}))).toContain('answered 200');
  });
});
