import { globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from '@jest/globals';
import { projectFolder } from '../../lib/project-folder.ts';
import { readProjectFile } from '../support/markdown.ts';

const locks = globSync(['package-lock.json', '{tools,contracts}/**/package-lock.json'], {
  cwd: projectFolder,
  exclude: ['**/node_modules'],
});

interface LockedPackage {
  readonly integrity?: string;
  readonly resolved?: string;
}

test.each(locks)('%s names the address of every package, so npm ci need not ask for it', (lock) => {
  const { packages }: { packages: Record<string, LockedPackage> } = JSON.parse(readProjectFile(lock));
  // What comes inside another package has no hash of its own.
  const fetched = Object.entries(packages).filter(([, { integrity }]) => integrity !== undefined);
  expect(fetched.length).toBeGreaterThan(0);
  const without = fetched.filter(([, { resolved }]) => !resolved?.startsWith('https://registry.npmjs.org/'));
  expect(without.map(([path]) => path)).toEqual([]);
});

test('there is a lock for each folder of packages that only some commands need', () => {
  expect(locks.filter((lock) => lock.startsWith('tools/')).sort()).toEqual(
    ['cdk', 'dynamodb-local', 'mutation', 'node'].map((name) => `tools/${name}/package-lock.json`),
  );
});

test('a construct that needs the AWS CLI as a layer fails, and the message says how to get it', () => {
  const require = createRequire(import.meta.url);
  expect(() => require('@aws-cdk/asset-awscli-v1')).toThrow(
    /left out of the packages .* remove @aws-cdk\/asset-awscli-v1 from devDependencies and overrides of package\.json/,
  );
});
