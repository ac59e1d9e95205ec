import { text } from 'node:stream/consumers';
import { buildFunctions } from '../lib/functions/build-functions.ts';
import { functionNames } from '../lib/functions/function-names.ts';
import { readOptions } from './command-line.ts';
import { framesIn } from './frame/frames-in.ts';
import { SourcePlaces } from './frame/source-places.ts';

const USAGE = `Translates the frames of an error in a function's log. For each place in a bundle, such as index.mjs:27:37636, it prints the file and
line of the source. Run it in a checkout of the deployed commit, after npm ci. Other sources give wrong places.

  npm run frame -- --function validate-license-key 'at nh (index.mjs:27:37636)' ['at …' …]
  npm run frame -- --function validate-license-key < a-line-of-the-log.json

  --function NAME   the function that wrote the log: the last part of the log group's name
  --help            show this text and the names of the functions`;

/** @returns the process's exit code */
async function main(): Promise<number> {
  const { values, positionals } = readOptions({
    options: { function: { type: 'string' }, help: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  if (values.help) {
    console.log(`${USAGE}\n\nFunctions: ${functionNames.join(', ')}`);
    return 0;
  }
  const name = functionNames.find((known) => known === values.function);
  if (name === undefined) {
    console.error(`--function is one of ${functionNames.join(', ')}; npm run frame -- --help shows the rest`);
    return 2;
  }
  if (positionals.length === 0 && process.stdin.isTTY) console.error('Paste the frames or the log line, then Ctrl-D:');
  const frames = framesIn(positionals.length > 0 ? positionals.join('\n') : await text(process.stdin));
  if (frames.length === 0) {
    console.error('No frame found: a frame has a place such as index.mjs:27:37636');
    return 1;
  }
  await buildFunctions({ onlyIfStale: true });
  const places = new SourcePlaces(name);
  const found = frames.map((frame) => ({ frame, place: places.of(frame) }));
  for (const { frame, place } of found) {
    console.log(place === undefined ? `${frame.text}: not in this bundle` : `${place.where}  ${place.code}`);
  }
  if (found.every(({ place }) => place !== undefined)) return 0;
  console.error(
    'Is this the deployed commit, and is --function the function that wrote the log? Other sources give wrong places.',
  );
  return 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
