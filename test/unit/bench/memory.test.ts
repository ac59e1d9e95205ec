import { describe, expect, test } from '@jest/globals';
import { memorySentence, missesOfMemory } from '../../../bench/load/memory.ts';
import { growthOf } from '../../support/function-memory.ts';

const held = (mebibytes: number) => ({ name: 'misp-dev-get-misp', mebibytes });
const before = new Map([
  [1, held(10)],
  [2, held(12)],
  [3, held(11)],
]);

describe('the memory under load', () => {
  test('is that of the processes that ran throughout', () => {
    const after = new Map([
      [1, held(11)],
      [3, held(10.5)],
      [4, held(30)],
    ]);
    const grown = growthOf(before, after);
    expect(grown).toEqual([held(1), held(-0.5)]);
    expect(missesOfMemory(grown)).toEqual([]);
    expect(memorySentence(grown, { moreSeconds: 60 })).toContain('60 s more. In the 2 function processes');
    expect(memorySentence(grown, { moreSeconds: 60 })).toContain(
      '1.00 MiB at most, in a process of misp-dev-get-misp (bound: 2 MiB)',
    );
  });

  test('is not flat if one of them grows', () => {
    const grown = growthOf(before, new Map([[2, held(16)]]));
    expect(missesOfMemory(grown)).toEqual(['A process of misp-dev-get-misp held 4.0 MiB more after further load.']);
    expect(missesOfMemory([held(Number.NaN), held(9)])).toHaveLength(2);
  });

  test('is reported as unreadable, which is not a failure', () => {
    expect(memorySentence(undefined, { moreSeconds: 60 })).toContain('could not be read here');
    expect(missesOfMemory(undefined)).toEqual([]);
  });
});
