import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { JsonLinesFile } from '../../../local/data/json-lines-file.ts';

const entry = z.strictObject({ id: z.number() });
type Entry = z.infer<typeof entry>;

let folder: string;
let path: string;
const problems: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lines-'));
  path = join(folder, 'deep', 'entries.ndjson');
  problems.splice(0);
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = () =>
  new JsonLinesFile<Entry>(
    path,
    (value) => entry.parse(value),
    (text) => problems.push(text),
  );
const read = () => [...open().after(0)].map(({ id }) => id);
const filled = (...ids: number[]) => {
  const file = open();
  for (const id of ids) file.append({ id });
  return file;
};

describe('a file of JSON lines', () => {
  test('returns what was appended, from any line on, across restarts', () => {
    expect(read()).toEqual([]);
    const file = filled(1, 2, 3);
    expect([...file.after(1)]).toEqual([{ id: 2 }, { id: 3 }]);
    expect(read()).toEqual([1, 2, 3]);
    filled(4);
    expect(read()).toEqual([1, 2, 3, 4]);
    expect(problems).toEqual([]);
  });

  test('is read in chunks: a line may be longer than a chunk, and end at its edge', () => {
    const text = z.strictObject({ text: z.string() });
    const long = new JsonLinesFile<{ text: string }>(
      path,
      (value) => text.parse(value),
      () => undefined,
    );
    const frame = JSON.stringify({ text: '' }).length + 1;
    const texts = [1024 * 1024 - frame, 3 * 1024 * 1024 - frame + 5, 7].map((length) => 'x'.repeat(length));
    for (const one of texts) long.append({ text: one });
    expect([...long.after(0)].map((one) => one.text.length)).toEqual(texts.map(({ length }) => length));
  });

  test('may have more lines than fit into one chunk', () => {
    open();
    const ids = Array.from({ length: 15_000 }, (_, id) => id);
    writeFileSync(path, ids.map((id) => `{"id":${id}${' '.repeat(100)}}\n`).join(''));
    expect(read().join()).toBe(ids.join());
  });

  test('removes an incomplete last line, reports it, and accepts new lines', () => {
    filled(1, 2);
    for (const torn of ['{"id":', '{"id":3}', '\0\0\0', 'x'.repeat(2 * 1024 * 1024)]) {
      appendFileSync(path, torn);
      problems.splice(0);
      expect(read()).toEqual([1, 2]);
      expect(problems).toEqual([`${path}: the last line was cut short (${torn.length} bytes) and was removed`]);
    }
    filled(3);
    expect(readFileSync(path, 'utf8')).toBe('{"id":1}\n{"id":2}\n{"id":3}\n');
  });

  test('may be empty', () => {
    open();
    writeFileSync(path, '');
    expect(read()).toEqual([]);
    expect(problems).toEqual([]);
  });

  test.each([
    ['an incomplete line with another one after it', '{"id":1}\n{"id":{"id":2}\n{"id":3}\n', 2],
    ['a complete last line that is not JSON', '{"id":1}\n{"id":\n', 2],
    ['an empty line', '{"id":1}\n\n{"id":3}\n', 2],
    ['a line of another version', '{"id":1}\n{"id":2}\n{"id":3,"more":true}\n', 3],
    ['something else altogether', 'hello\n', 1],
  ])('%s is an error with file and line, and nothing changes', (_, content, line) => {
    open();
    writeFileSync(path, content);
    expect(read).toThrow(`${path}, line ${line} is damaged, or of another version: `);
    expect(readFileSync(path, 'utf8')).toBe(content);
  });
});

test('a folder in its place is an error that names it', () => {
  mkdirSync(path, { recursive: true });
  expect(open).toThrow(`${path} is not a file: start with another folder`);
});

test('the excerpt of a damaged line has no control character', () => {
  open();
  writeFileSync(path, '\u0000\u0001\n');
  expect(read).toThrow(/^\P{Cc}*\ufffd\P{Cc}*$/u);
});

test('a write that fills the disk leaves no part of its line, and later ones are complete', () => {
  // Limits the process's files to 512 bytes: as on a full disk, the beginning of a line still fits.
  const program = `
    const { JsonLinesFile } = await import(${JSON.stringify(new URL('../../../local/data/json-lines-file.ts', import.meta.url).href)});
    const file = new JsonLinesFile(${JSON.stringify(path)}, (value) => value, () => undefined);
    file.append({ text: 'a'.repeat(400) });
    try {
      file.append({ text: 'b'.repeat(400) });
    } catch (error) {
      console.log(error.message);
    }
    console.log([...file.after(0)].length);
    file.append({ text: 'c' });
    console.log([...file.after(0)].length);`;
  const { stdout, stderr } = spawnSync(
    '/bin/sh',
    ['-c', 'ulimit -f 1; exec "$0" "$@"', process.execPath, '--no-warnings', '--input-type=module', '-e', program],
    { encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  expect(stdout.split('\n')).toEqual([
    expect.stringMatching(/entries.ndjson cannot be written: .*EFBIG/),
    '1',
    '2',
    '',
  ]);
  expect(readFileSync(path, 'utf8')).toBe(`{"text":"${'a'.repeat(400)}"}\n{"text":"c"}\n`);
});
