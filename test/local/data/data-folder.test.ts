import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { claimDataFolder } from '../../../local/data/data-folder.ts';
import { JsonFile } from '../../../local/data/json-file.ts';

let around: string;
beforeEach(() => {
  around = mkdtempSync(join(tmpdir(), 'data-folder-'));
});
afterEach(() => rmSync(around, { recursive: true }));

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

/** Acts as a user who is not root, since root may do everything. The test's folder belongs to that user. */
function asUser(work: () => void): void {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chownSync(around, 65_534, 65_534);
  if (isRoot) process.seteuid?.(65_534);
  try {
    work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

/** Takes the folder for a stack, as a start does. */
function begin(folder: string, stack = 'misp-dev') {
  const data = claimDataFolder(folder);
  try {
    data.belongTo(stack);
  } catch (error) {
    data.release();
    throw error;
  }
  return data;
}

/** The same on all Linux machines, outside containers. */
const namespaceOfProcesses = () => (existsSync('/proc/self/ns/pid') ? readlinkSync('/proc/self/ns/pid') : 'none');

describe('a data folder', () => {
  test('is created with its parents, only for its owner, and found again', () => {
    const folder = join(around, 'deep', 'state');
    begin(folder).release();
    expect([folder, join(around, 'deep')].map(modeOf)).toEqual(['700', '700']);
    expect(readdirSync(folder).map((name) => [name, modeOf(join(folder, name))])).toEqual([
      ['local-cloud.json', '600'],
    ]);
    begin(folder).release();
  });

  test('that exists is closed to others, with its contents', () => {
    const folder = join(around, 'state');
    begin(folder).release();
    mkdirSync(join(folder, 'queues'));
    writeFileSync(join(folder, 'queues', 'a.json'), '[]');
    for (const open of [folder, join(folder, 'queues')]) chmodSync(open, 0o755);
    chmodSync(join(folder, 'queues', 'a.json'), 0o644);
    begin(folder).release();
    expect(['.', 'queues', 'queues/a.json'].map((name) => modeOf(join(folder, name)))).toEqual(['700', '700', '600']);
  });

  test('is the same through any link', () => {
    const folder = join(around, 'state');
    const data = begin(folder);
    symlinkSync(folder, join(around, 'link'));
    expect(() => begin(join(around, 'link'))).toThrow(/link cannot be used: it is in use by another local cloud/);
    data.release();
    begin(join(around, 'link')).release();
  });

  test.each([
    ['1', /in use by another local cloud \(process 1\)/],
    ['999999999', undefined],
    ['', undefined],
    ['not a number', undefined],
    ['1 another-machine', /in use by a local cloud on another machine or in another container; if not, delete /],
    ['999999999 pid:[1]', /in another container/],
    ['999999999 a machine/pid:[1]', /on another machine/],
    [`999999999 another-machine/${namespaceOfProcesses()}`, /on another machine/],
  ])('with the note of process %j', (note, message) => {
    const folder = join(around, 'state');
    begin(folder).release();
    // Process 1 always runs. Only root may signal it.
    writeFileSync(join(folder, 'in-use-by'), note);
    const claim = () => claimDataFolder(folder).release();
    if (message === undefined) expect(claim).not.toThrow();
    else expect(claim).toThrow(message);
  });
});

test('its lock names the process and the machine', () => {
  const folder = join(around, 'state');
  const data = begin(folder);
  const note = readFileSync(join(folder, 'in-use-by'), 'utf8');
  expect(note.startsWith(`${process.pid} ${hostname()}`)).toBe(true);
  data.release();
});

test('leaves only its lock beside the mark', () => {
  const folder = join(around, 'state');
  begin(folder).release();
  writeFileSync(join(folder, 'in-use-by'), '999999999');
  const data = claimDataFolder(folder);
  expect(readdirSync(folder).sort()).toEqual(['in-use-by', 'local-cloud.json']);
  data.release();
});

describe('is refused and not changed', () => {
  test('a folder with other files', () => {
    writeFileSync(join(around, 'letter.txt'), 'mine');
    chmodSync(around, 0o755);
    expect(() => claimDataFolder(around)).toThrow(
      `The data folder ${around} cannot be used: it contains letter.txt but no state of a local cloud`,
    );
    expect([modeOf(around), readdirSync(around)]).toEqual(['755', ['letter.txt']]);
  });

  test('the state of another stack', () => {
    begin(around).release();
    expect(() => begin(around, 'misp-prod')).toThrow(
      `The data folder ${around} holds the state of misp-dev, not of misp-prod: use another one`,
    );
    begin(around).release();
  });

  test.each([
    ['{"version":2,"stack":"misp-dev"}', /its state has version 2, but this local cloud reads only version 1/],
    ['{"version":1}', /local-cloud.json is damaged, or of another version: stack/],
    ['', /local-cloud.json is damaged, or of another version: .*Start with another folder, or without --data/],
  ])('a state file with %s', (content, message) => {
    writeFileSync(join(around, 'local-cloud.json'), content);
    expect(() => begin(around)).toThrow(message);
    expect(readFileSync(join(around, 'local-cloud.json'), 'utf8')).toBe(content);
  });
});

describe('an impossible folder is a clear error at once', () => {
  test('a link to nothing', () => {
    const link = join(around, 'link');
    symlinkSync(join(around, 'gone'), link);
    expect(() => claimDataFolder(link)).toThrow(`${link} is a link to something that is not there`);
  });

  test.each([
    ['below /proc', '/proc/xyz', /ENOENT/],
    ['deep below /proc', '/proc/xyz/a/b', /ENOENT/],
    ['a file of /proc', '/proc/self/environ', /\/proc\/self\/environ is not a folder|ENOTDIR/],
    ['below /sys', '/sys/xyz', /EPERM|EACCES|EROFS|ENOENT/],
    ['a device', '/dev/null', /\/dev\/null is not a folder|ENOTDIR/],
    ['below a device', '/dev/null/xyz', /\/dev\/null is not a folder|ENOTDIR/],
    ['a name that is too long', `/tmp/${'x'.repeat(300)}`, /ENAMETOOLONG/],
  ])('%s', (_, folder, message) => {
    expect(() => claimDataFolder(folder)).toThrow(`The data folder ${folder} cannot be used: `);
    expect(() => claimDataFolder(folder)).toThrow(message);
  });

  test('a file, and a path below a file', () => {
    const file = join(around, 'file');
    writeFileSync(file, 'mine');
    for (const folder of [file, join(file, 'below')]) {
      expect(() => claimDataFolder(folder)).toThrow(
        /cannot be used: (.*\/file is not a folder|ENOTDIR: not a directory)/,
      );
    }
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  test('a place where this user may not write', () => {
    const closed = join(around, 'closed');
    mkdirSync(closed, { mode: 0o555 });
    asUser(() => {
      expect(() => claimDataFolder(join(closed, 'state'))).toThrow(/cannot be used: EACCES: permission denied/);
      expect(() => claimDataFolder(closed)).toThrow(/cannot be used: (EACCES|EPERM)/);
    });
    expect(existsSync(join(closed, 'state'))).toBe(false);
  });
});

test('a file of JSON is private, and one that cannot be read is named', () => {
  const path = join(around, 'deep', 'value.json');
  const file = new JsonFile(path);
  expect(file.read((value) => value)).toBeUndefined();
  file.write({ a: 1 });
  expect([modeOf(path), file.read((value) => value)]).toEqual(['600', { a: 1 }]);
  for (const content of ['', '{"a":', '\0\0']) {
    writeFileSync(path, content);
    expect(() => file.read((value) => value)).toThrow(`${path} is damaged, or of another version: `);
  }
});
