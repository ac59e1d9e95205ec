import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { buildFunctions, bundlePath, sourceMapPath } from '../../lib/functions/build-functions.ts';
import { type FunctionName, functionNames } from '../../lib/functions/function-names.ts';
import { projectFolder } from '../../lib/project-folder.ts';
import { framesIn } from '../../scripts/frame/frames-in.ts';
import { SourcePlaces } from '../../scripts/frame/source-places.ts';
import { runCommand } from './run-command.ts';

/** How to read the frames of a logged error (docs/logging.md). */

let stacks: Readonly<Record<FunctionName, string>>;
beforeAll(async () => {
  await buildFunctions({ onlyIfStale: true });
  stacks = stacksOfBundles();
}, 60_000);

/** The stack of the error that each bundle throws when loaded without variables. */
function stacksOfBundles(): Readonly<Record<FunctionName, string>> {
  const urls = functionNames.map((name) => [name, pathToFileURL(bundlePath(name)).href]);
  const program = `
    const stacks = {};
    for (const [name, url] of ${JSON.stringify(urls)}) await import(url).catch(({ stack }) => { stacks[name] = stack; });
    console.log(JSON.stringify(stacks));`;
  const args = ['--no-warnings', '--input-type=module', '-e', program];
  return JSON.parse(spawnSync(process.execPath, args, { env: {}, encoding: 'utf8' }).stdout);
}

/** The lines of a source file that contain a text, as `file:line`. */
const linesWith = (file: string, text: string) =>
  readFileSync(join(projectFolder, file), 'utf8')
    .split('\n')
    .flatMap((line, index) => (line.includes(text) ? [`${file}:${index + 1}`] : []));

test.each([...functionNames])('a frame of %s leads to the line that threw, and to its entry point', (name) => {
  const frames = framesIn(stacks[name]);
  expect(frames.length).toBeGreaterThanOrEqual(2);
  const places = new SourcePlaces(name);
  const [thrown, ...callers] = frames.map((frame) => places.of(frame)!);
  const [line] = linesWith('functions/environment/environment.ts', 'throw new Error(');
  expect(thrown!.where).toMatch(new RegExp(`^${line}:\\d+$`));
  expect(thrown!.code).toContain('Environment variables missing or not allowed');
  expect(callers.at(-1)!.where).toMatch(new RegExp(`^functions/lambdas/${name}/index\\.ts:\\d+:\\d+`));
});

describe('npm run frame', () => {
  const frame = (...args: readonly string[]) => runCommand('frame.ts', args);

  test('reads frames from its arguments, alone or within a log line', async () => {
    const [first, second] = framesIn(stacks['publish-audit']).map(({ text }) => text);
    const line = JSON.stringify({ event: 'request-failed', frames: [`at nh (file:///var/task/${second})`] });
    const { code, output } = await frame('--function', 'publish-audit', `at x (${first})`, line);
    expect(output).toMatch(
      /^functions\/environment\/environment\.ts:\d+:\d+ {2}if \(wrong\.length.*\nfunctions\/.+\.ts:\d+:\d+.*\n$/,
    );
    expect(code).toBe(0);
  });

  test('reports a place that the bundle does not have', async () => {
    const { code, output } = await frame('--function', 'get-misp', 'index.mjs:9999:1', 'index.mjs:1:99999999');
    expect(output).toContain('index.mjs:9999:1: not in this bundle\nindex.mjs:1:99999999: not in this bundle\n');
    expect(output).toContain('Is this the deployed commit');
    expect(code).toBe(1);
  });

  test.each([
    [['--function', 'get-mips', 'index.mjs:1:1'], '--function is one of register-misp, ', 2],
    [['index.mjs:1:1'], '--function is one of register-misp, ', 2],
    [['--function', 'get-misp', 'at nowhere'], 'No frame found', 1],
    [['--help'], 'npm run frame -- --function validate-license-key', 0],
  ])('answers %j', async (args, message, expected) => {
    const { code, output } = await frame(...args);
    expect(output).toContain(message);
    expect(code).toBe(expected);
  });
});

test('the source maps are beside the bundles: no bundle contains or refers to one', () => {
  const maps = functionNames.map((name) => sourceMapPath(name));
  expect(readdirSync(join(projectFolder, 'dist/source-maps')).sort()).toEqual(
    functionNames.map((name) => `${name}.map`).sort(),
  );
  for (const name of functionNames) {
    expect(readFileSync(bundlePath(name), 'utf8')).not.toContain('sourceMappingURL');
  }
  for (const map of maps) expect(map).not.toContain(join(projectFolder, 'dist/functions/'));
});
