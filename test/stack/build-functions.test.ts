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

/**
 * Kilobytes that each bundle may have; an operation that is not named may have as much as a new one. A bundle that outgrows its budget
 * slows every cold start: look before raising it.
 */
const budgets: Readonly<Record<string, number>> = JSON.parse(
  readFileSync(join(import.meta.dirname, 'bundle-budget.json'), 'utf8'),
);
const budgetOf = (name: string) => budgets[name] ?? budgets['a new operation'] ?? 0;
/** What no budget may be raised above. */
const LARGEST_BUDGET = 240;

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

  test('every budget is small, and is one of a function that is there', () => {
    expect([...functionNames, 'a new operation']).toEqual(expect.arrayContaining(Object.keys(budgets)));
    expect(Math.max(...functionNames.map(budgetOf))).toBeLessThanOrEqual(LARGEST_BUDGET);
  });

  test.each([...functionNames])('%s keeps to its budget (`npm run bundle:why` shows what is in it)', (name) => {
    const kilobytes = meta.outputs[`dist/functions/${name}/index.mjs`]!.bytes / 1000;
    expect(kilobytes).toBeLessThanOrEqual(budgetOf(name));
    // A budget that is far too large would not notice anything.
    expect(kilobytes).toBeGreaterThan(budgetOf(name) * 0.9);
  });

  test.each([...functionNames])('%s has no credential chain, no full zod and no other operation', (name) => {
    const output = meta.outputs[`dist/functions/${name}/index.mjs`]!;
    const inputs = Object.keys(output.inputs);
    expect(inputs.filter((path) => /credential-provider-(node|ini|sso|imds|process)\//.test(path))).toEqual([]);
    expect(inputs.filter((path) => /event-streams\/|loadSharedConfigFiles|calculateBodyLength/.test(path))).toEqual([]);
    const bundle = readFileSync(join(bundles, name, 'index.mjs'), 'utf8');
    // An import of a module of Node.js reads all that it exports, and so loads what nobody asked for.
    expect(bundle.match(/\b(from|import)\s*\(?\s*["'](node:)?[a-z]/g)).toBeNull();
    // Reading one of these loads what it is part of: undici, the web's streams, Node's file streams.
    expect(bundle.match(/\.(WebSocket|ReadStream)\b|typeof (ReadableStream|Blob)\b/g)).toBeNull();
    expect(inputs.filter((path) => /zod\/v4\/(classic|locales)\//.test(path) && !path.endsWith('/en.js'))).toEqual([]);
    const others = functionNames.filter((other) => other !== name);
    const foreign = inputs.filter((path) => others.some((other) => path.startsWith(`functions/lambdas/${other}/`)));
    // The sweeper publishes as the publisher does.
    expect(
      foreign.filter((path) => !(name === 'sweep-audit-outbox' && path.startsWith('functions/lambdas/publish-audit/'))),
    ).toEqual([]);
  });
});
