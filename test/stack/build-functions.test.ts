import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { catalog } from '../../functions/audit/catalog.ts';
import { detailsSucceeded } from '../../functions/audit/events.ts';
import { operations } from '../../functions/operations.ts';
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
 * The budget of each bundle in kilobytes; an operation that is not listed has that of a new one. A bundle above its
 * budget slows every cold start: investigate before raising it.
 */
const budgets: Readonly<Record<string, number>> = JSON.parse(
  readFileSync(join(import.meta.dirname, 'bundle-budget.json'), 'utf8'),
);
const budgetOf = (name: string) => budgets[name] ?? budgets['a new operation'] ?? 0;
/** The highest allowed budget. */
const LARGEST_BUDGET = 240;

test('every deployed folder has only its bundle', () => {
  expect(readdirSync(bundles).sort()).toEqual([...functionNames].sort());
  for (const name of functionNames) expect(readdirSync(join(bundles, name))).toEqual(['index.mjs']);
});

test('the same sources produce the same bytes', async () => {
  const before = hashes();
  const { built } = await buildFunctions();
  expect(built).toBe(true);
  expect(hashes()).toEqual(before);
});

test('a build on change does nothing without a change', async () => {
  expect((await buildFunctions({ onlyIfStale: true })).built).toBe(false);
});

describe('bundle', () => {
  const meta: {
    readonly outputs: Record<string, { readonly bytes: number; readonly inputs: Record<string, unknown> }>;
  } = JSON.parse(readFileSync(join(projectFolder, 'dist/functions.meta.json'), 'utf8'));

  test('every budget is small, and belongs to an existing function', () => {
    expect([...functionNames, 'a new operation']).toEqual(expect.arrayContaining(Object.keys(budgets)));
    expect(Math.max(...functionNames.map(budgetOf))).toBeLessThanOrEqual(LARGEST_BUDGET);
  });

  test.each([...functionNames])('%s stays within its budget (`npm run bundle:why` shows what is in it)', (name) => {
    const kilobytes = meta.outputs[`dist/functions/${name}/index.mjs`]!.bytes / 1000;
    expect(kilobytes).toBeLessThanOrEqual(budgetOf(name));
    // A budget far above the size would detect nothing.
    expect(kilobytes).toBeGreaterThan(budgetOf(name) * 0.9);
  });

  test.each(operations.map(({ name }) => name))('%s has no text of the audit catalogue', (name) => {
    const bundle = readFileSync(join(bundles, name, 'index.mjs'), 'utf8');
    const { eventName } = catalog[detailsSucceeded]!;
    expect(bundle).not.toContain(eventName);
  });

  test.each([...functionNames])('%s has no credential chain, no zod and no other operation', (name) => {
    const output = meta.outputs[`dist/functions/${name}/index.mjs`]!;
    const inputs = Object.keys(output.inputs);
    expect(inputs.filter((path) => /credential-provider-(node|ini|sso|imds|process)\//.test(path))).toEqual([]);
    expect(inputs.filter((path) => /event-streams\/|loadSharedConfigFiles|calculateBodyLength/.test(path))).toEqual([]);
    expect(
      inputs.filter((path) => /endpoint\/(bdd|endpointResolver)|node\/defaultUserAgent|uuid\/v4/.test(path)),
    ).toEqual([]);
    const bundle = readFileSync(join(bundles, name, 'index.mjs'), 'utf8');
    // Importing a Node.js module reads all its exports, and so loads unused ones.
    expect(bundle.match(/\b(from|import)\s*\(?\s*["'](node:)?[a-z]/g)).toBeNull();
    // Reading one of these loads its whole module: undici, the web streams, Node's file streams.
    expect(bundle.match(/\.(WebSocket|ReadStream)\b|typeof (ReadableStream|Blob)\b/g)).toBeNull();
    // Loaded by the first pause, not with the function.
    expect(bundle.match(/getBuiltinModule\("node:timers\/promises"\)(?!\.setTimeout\(\.\.\.)/g)).toBeNull();
    expect(inputs.filter((path) => path.includes('/zod/'))).toEqual([]);
    const others = functionNames.filter((other) => other !== name);
    const foreign = inputs.filter((path) => others.some((other) => path.startsWith(`functions/lambdas/${other}/`)));
    // The sweeper publishes as the publisher does.
    expect(
      foreign.filter((path) => !(name === 'sweep-audit-outbox' && path.startsWith('functions/lambdas/publish-audit/'))),
    ).toEqual([]);
  });
});
