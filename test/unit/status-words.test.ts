import { describe, expect, test } from '@jest/globals';
import { readActivityWord, readApprovalWord } from '../../functions/domain/status-words.ts';

describe('the words of approval', () => {
  test.each([
    ['approved', 'approved'],
    ['Approved', 'approved'],
    ['APPROVED', 'approved'],
    ['rejected', 'rejected'],
    ['rEjEcTeD', 'rejected'],
    ['approve', undefined],
    [' approved', undefined],
    ['Active', undefined],
    ['Inprogress', undefined],
    ['', undefined],
  ])('%j requests %s', (word, status) => {
    expect(readApprovalWord(word)).toBe(status);
  });
});

describe('the words of activity', () => {
  test.each([
    ['Active', true],
    ['active', true],
    ['ACTIVE', true],
    ['De-active', false],
    ['De-Active', false],
    ['DE-ACTIVE', false],
    ['deactive', undefined],
    ['inactive', undefined],
    ['de-active ', undefined],
    ['act\u0130ve', undefined],
    ['approved', undefined],
    ['', undefined],
  ])('%j requests %s', (word, isOn) => {
    expect(readActivityWord(word)).toBe(isOn);
  });
});
