import { buildFunctions } from '../lib/functions/build-functions.ts';
import { functionNames } from '../lib/functions/function-names.ts';
import { readOptions } from './command-line.ts';

const USAGE = `Bundles all functions of the service in one esbuild pass, each into dist/functions/<name>/index.mjs.

  npm run build [-- --if-stale] [-- --help]

  --if-stale   do nothing if no source is newer than the bundles
  --help       show this text

It writes the content of each bundle to dist/functions.meta.json, and its source map to dist/source-maps/<name>.map. Source maps
are not deployed; npm run frame reads them.`;

const { values } = readOptions({
  options: { help: { type: 'boolean', default: false }, 'if-stale': { type: 'boolean', default: false } },
});
if (values.help) {
  console.log(USAGE);
} else {
  const started = performance.now();
  const { built, sizes } = await buildFunctions({ onlyIfStale: values['if-stale'] });
  for (const [name, size] of Object.entries(sizes)) console.log(`${(size / 1000).toFixed(0).padStart(6)} KB  ${name}`);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(built ? `Built ${functionNames.length} functions in ${seconds} s.` : 'The bundles are up to date.');
}
