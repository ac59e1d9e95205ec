import { describe, expect, test } from '@jest/globals';
import { growthOf, type MemoryOfLoad, memoryMarkdown, missesOfMemory } from '../../../bench/load/memory-growth.ts';

const functionOf = (processId: number, mebibytes: number) => ({ processId, name: 'misp-dev-get-misp', mebibytes });
const sampleAt = (atMs: number, mebibytes: number) => ({
  atMs,
  cloud: 150,
  engine: 300,
  functions: [functionOf(1, mebibytes)],
});
const flat: MemoryOfLoad = {
  samples: [sampleAt(0, 60), sampleAt(1, 70), sampleAt(2, 71)],
  liveBefore: new Map([[1, 10]]),
  liveAfter: new Map([[1, 11]]),
  gateway: { before: 40, after: 100, events: 40, lines: 15, replies: 3 },
};

describe('the memory of a load', () => {
  test('is flat when only what is kept on purpose has grown', () => {
    expect(growthOf(flat)).toMatchObject({ live: [{ name: 'misp-dev-get-misp', mebibytes: 1 }], gateway: 2 });
    expect(missesOfMemory(growthOf(flat))).toEqual([]);
  });

  test('is not flat when a function’s process holds more', () => {
    const growth = growthOf({ ...flat, liveAfter: new Map([[1, 14]]) });
    expect(missesOfMemory(growth)).toEqual([
      expect.stringContaining('A process of misp-dev-get-misp held 4.0 MiB more'),
    ]);
  });

  test('is not flat when the local cloud’s process holds more', () => {
    const growth = growthOf({ ...flat, gateway: { ...flat.gateway, after: 120 } });
    expect(missesOfMemory(growth)).toEqual([expect.stringContaining('local cloud’s process held 22.0 MiB more')]);
  });

  test('goes by the resident size where the heap cannot be read', () => {
    const { liveBefore: _, liveAfter: __, ...others } = flat;
    const growth = growthOf({
      ...others,
      liveBefore: undefined,
      liveAfter: undefined,
      samples: [sampleAt(0, 60), sampleAt(1, 60), sampleAt(2, 90)],
    });
    expect(missesOfMemory(growth)).toEqual([expect.stringContaining('grew from 60 to 90 MiB')]);
  });

  test('has a column for the engine, and no table where there are no samples', () => {
    expect(memoryMarkdown(flat, growthOf(flat))).toContain('| middle | 1 | 70 | 70 | 150 | 300 |');
    const none = { ...flat, samples: [] };
    expect(memoryMarkdown(none, growthOf(none))).not.toContain('|');
  });
});
