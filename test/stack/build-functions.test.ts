import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { buildFunctions } from '../../lib/functions/build-functions.ts';
import { functionNames } from '../../lib/functions/function-names.ts';
import { projectFolder } from '../../lib/project-folder.ts';
import './template.ts';

const bundles = join(projectFolder, 'dist/functions');
const hashes = () =>
  functionNames.map((name) =>
    createHash('sha256')
      .update(readFileSync(join(bundles, name, 'index.mjs')))
      .digest('hex'),
  );

/** The largest bundle that is accepted, in bytes: zod instead of zod/mini alone would add 440 KB. */
const LARGEST = 400_000;

test('every folder that is deployed holds its bundle and nothing else', () => {
  expect(readdirSync(bundles).sort()).toEqual([...functionNames].sort());
  for (const name of functionNames) expect(readdirSync(join(bundles, name))).toEqual(['index.mjs']);
});

test('the same sources give the same bytes', async () => {
  const before = hashes();
  const { built } = await buildFunctions();
  expect(built).toBe(true);
  expect(hashes()).toEqual(before);
});

test('a build that is asked for only if something changed does nothing when nothing has', async () => {
  expect((await buildFunctions({ onlyIfStale: true })).built).toBe(false);
});

describe('bundle', () => {
  const meta: {
    readonly outputs: Record<string, { readonly bytes: number; readonly inputs: Record<string, unknown> }>;
  } = JSON.parse(readFileSync(join(projectFolder, 'dist/functions.meta.json'), 'utf8'));

  test.each([...functionNames])('%s is small, without a credential chain, a full zod or another operation', (name) => {
    const output = meta.outputs[`dist/functions/${name}/index.mjs`]!;
    expect(output.bytes).toBeLessThan(LARGEST);
    const inputs = Object.keys(output.inputs);
    expect(inputs.filter((path) => /credential-provider-(node|ini|sso|imds|process)\//.test(path))).toEqual([]);
    expect(inputs.filter((path) => /zod\/v4\/(classic|locales)\//.test(path) && !path.endsWith('/en.js'))).toEqual([]);
    const others = functionNames.filter((other) => other !== name);
    const foreign = inputs.filter((path) => others.some((other) => path.startsWith(`functions/${other}/`)));
    // The sweeper publishes as the publisher does.
    expect(
      foreign.filter((path) => !(name === 'sweep-audit-outbox' && path.startsWith('functions/publish-audit/'))),
    ).toEqual([]);
  });
});
