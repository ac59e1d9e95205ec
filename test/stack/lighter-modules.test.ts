import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { lambdaBundle } from '../../lib/functions/lambda-bundle.ts';

const require = createRequire(import.meta.url);
const errorsOf = (client: string) =>
  require.resolve(`@aws-sdk/client-${client}`).replace('dist-cjs/index.js', 'dist-es/models/errors.js');
type ErrorClass = new (options: object) => Error;

/** Of all that a client of the SDK exports, the classes of errors that its service answers. */
function ofSdk(client: string): ReadonlyMap<string, ErrorClass> {
  const exported: Readonly<Record<string, unknown>> = require(`@aws-sdk/client-${client}`);
  const base = Object.entries(exported).find(([name]) => name.endsWith('ServiceException'))?.[1] as ErrorClass;
  const isError = (one: unknown): one is ErrorClass => typeof one === 'function' && one.prototype instanceof base;
  return new Map(Object.entries(exported).flatMap(([name, one]) => (isError(one) ? [[name, one]] : [])));
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'misp-lighter-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A module as a bundle has it. */
async function bundled(name: string, contents: string): Promise<Record<string, ErrorClass>> {
  const outfile = join(folder, `${name}.mjs`);
  await build({ ...lambdaBundle(), stdin: { contents, resolveDir: import.meta.dirname }, outfile });
  return import(pathToFileURL(outfile).href);
}

describe.each(['dynamodb', 'eventbridge'])('the errors of client-%s', (client) => {
  test('are in a bundle what they are in the SDK', async () => {
    const contents = `export * from ${JSON.stringify(errorsOf(client))}`;
    const [ours, theirs] = [await bundled(client, contents), ofSdk(client)];
    expect(theirs.size).toBeGreaterThan(10);
    expect(Object.keys(ours).sort()).toEqual([...theirs.keys()].sort());
    for (const [name, ErrorOfSdk] of theirs) {
      const ErrorOfBundle = ours[name]!;
      const options = {
        message: 'why',
        $metadata: { httpStatusCode: 400 },
        Item: { a: 1 },
        CancellationReasons: [{ Code: 'x' }],
      };
      const [own, sdk] = [new ErrorOfBundle(options), new ErrorOfSdk(options)];
      // What is undefined there may be missing here.
      expect(JSON.parse(JSON.stringify(own))).toMatchObject(JSON.parse(JSON.stringify(sdk)));
      expect(own.message).toBe('why');
      expect(Reflect.get(ErrorOfBundle, 'shapeId')).toBe(Reflect.get(ErrorOfSdk, 'shapeId'));
      expect(own).toBeInstanceOf(ErrorOfBundle);
      expect(own).toBeInstanceOf(Error);
    }
  });
});

test('a module of the SDK that looks different stops the build, and says where to look', async () => {
  const plugins = lambdaBundle().plugins;
  const otherwise = {
    name: 'otherwise',
    setup: ({ onResolve }: Parameters<(typeof plugins)[number]['setup']>[0]) =>
      onResolve({ filter: /errors\.js$/ }, () => ({
        path: join(folder, '@aws-sdk/client-x/dist-es/models/errors.js'),
      })),
  };
  const { mkdirSync, writeFileSync } = await import('node:fs');
  mkdirSync(join(folder, '@aws-sdk/client-x/dist-es/models'), { recursive: true });
  writeFileSync(join(folder, '@aws-sdk/client-x/dist-es/models/errors.js'), 'export class Other {}\n');
  const stdin = { contents: `export * from ${JSON.stringify(errorsOf('dynamodb'))}`, resolveDir: import.meta.dirname };
  await expect(
    build({ ...lambdaBundle(), plugins: [otherwise, ...plugins], stdin, outfile: join(folder, 'none.mjs') }),
  ).rejects.toThrow('see lib/functions/lighter-modules.ts');
});
