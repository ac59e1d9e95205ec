import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { keepRelease, newestKept } from '../../proofs/upgrade/kept-releases.ts';

test('a release is kept once, and the newest is found', () => {
  const folder = mkdtempSync(join(tmpdir(), 'releases-'));
  try {
    expect(newestKept(folder)).toBeUndefined();
    const versionOf = (code: string) => ({ template: { Resources: {} }, bundles: new Map([['get-misp', code]]) });
    for (const version of ['1.9.0', '1.10.0', '1.2.0']) keepRelease(versionOf(`code of ${version}`), version, folder);
    writeFileSync(join(folder, 'README.md'), 'not a release');
    expect(newestKept(folder)).toEqual({ version: '1.10.0', ...versionOf('code of 1.10.0') });
    expect(() => keepRelease(versionOf('other'), '1.10.0', folder)).toThrow(/kept already.*raise the version/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
