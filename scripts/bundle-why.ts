import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildFunctions } from '../lib/functions/build-functions.ts';
import { functionNames } from '../lib/functions/function-names.ts';
import { projectFolder } from '../lib/project-folder.ts';
import { drawBundles } from './bundle-why/picture.ts';
import { sharesOf } from './bundle-why/shares.ts';
import { readOptions } from './command-line.ts';

const USAGE = `Shows the content of the bundles: builds stale ones, draws docs/bundles.svg, and lists the modules in one bundle.

  npm run bundle:why                                 the validation
  npm run bundle:why -- --function publish-audit     another function
  npm run bundle:why -- --help                       show this text and the names of the functions`;

const { values } = readOptions({
  options: {
    function: { type: 'string', default: 'validate-license-key' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(`${USAGE}\n\nFunctions: ${functionNames.join(', ')}`);
} else {
  await buildFunctions({ onlyIfStale: true });
  const bundles = sharesOf(JSON.parse(readFileSync(join(projectFolder, 'dist/functions.meta.json'), 'utf8')));
  const wanted = bundles.find((bundle) => bundle.function === values.function);
  if (wanted === undefined) {
    console.error(`There is no function ${values.function}. Functions: ${functionNames.join(', ')}`);
    process.exitCode = 2;
  } else {
    const picture = join(projectFolder, 'docs/bundles.svg');
    writeFileSync(picture, drawBundles(bundles));
    const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1).padStart(6)} KB`;
    console.log(`${kilobytes(wanted.bytes)}  ${wanted.function}\n`);
    for (const { name, bytes } of wanted.shares) console.log(`${kilobytes(bytes)}  ${name}`);
    console.log(`\nAll bundles: ${picture}`);
  }
}
