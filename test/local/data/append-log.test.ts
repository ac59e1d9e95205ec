import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { AppendLog } from '../../../local/data/append-log.ts';
import { JsonLinesFile } from '../../../local/data/json-lines-file.ts';

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

test('without a file only the last values are kept, and lost ones are counted', () => {
  const kept = new AppendLog<number>(3);
  expect([kept.count, kept.dropped, kept.after(0)]).toEqual([0, 0, []]);
  for (const value of numbers(1, 20)) {
    kept.add(value);
    const oldest = Math.max(1, value - 2);
    expect([kept.count, kept.dropped, kept.after(0)]).toEqual([value, oldest - 1, numbers(oldest, value)]);
    expect(kept.after(value - 1)).toEqual([value]);
    expect(kept.after(value)).toEqual([]);
    expect(kept.after(value + 5)).toEqual([]);
  }
});

test('lost values do not stay in memory', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const kept = new AppendLog<object>(3);
  const held = numbers(1, 20).map((id) => {
    const value = { id };
    kept.add(value);
    return new WeakRef(value);
  });
  // A new WeakRef holds its value until the end of this turn.
  await pause(0);
  collectGarbage();
  const alive = held.flatMap((reference) => reference.deref() ?? []);
  expect(alive).toEqual(expect.arrayContaining([...kept.after(0)]));
  expect(alive.length).toBeLessThan(2 * 3);
});

test('an infinite limit keeps all values', () => {
  const kept = new AppendLog<number>(Number.POSITIVE_INFINITY);
  for (const value of numbers(1, 50)) kept.add(value);
  expect([kept.dropped, kept.after(0)]).toEqual([0, numbers(1, 50)]);
});

test('with a file all values can be read, across restarts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kept-'));
  const open = () => new AppendLog<number>(3, new JsonLinesFile(join(folder, 'numbers'), Number, () => undefined));
  const first = open();
  for (const value of numbers(1, 10)) first.add(value);
  for (const kept of [first, open()]) {
    expect([kept.count, kept.dropped]).toEqual([10, 0]);
    for (const n of numbers(0, 10)) expect(kept.after(n)).toEqual(numbers(n + 1, 10));
  }
  rmSync(folder, { recursive: true });
});
