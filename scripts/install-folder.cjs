/**
 * Installs the packages of a folder that has a lock file of its own, unless exactly those are installed already:
 * `node scripts/install-folder.cjs <folder of the project>`. Large packages that few commands need are in such folders, so that the
 * project's own `npm ci` is quick. Plain CommonJS, so that any Node can read it.
 */
const { spawnSync } = require('node:child_process');
const { copyFileSync, existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

/**
 * @param {string} folder its path within the project.
 * @returns {boolean} whether it was installed now.
 * @throws Error that says what to do when npm fails.
 */
function installFolder(folder) {
  const path = join(__dirname, '..', folder);
  const lock = join(path, 'package-lock.json');
  // npm empties the packages' folder first, so this copy is there only after an installation that was completed.
  const installed = join(path, 'node_modules', '.installed-lock.json');
  if (existsSync(installed) && readFileSync(installed).equals(readFileSync(lock))) return false;
  console.log(`Installing ${folder} exactly as its lock says (npm ci)`);
  const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: path, stdio: 'inherit' });
  if (status !== 0) {
    const why = error === undefined ? `npm ended with exit code ${status}` : error.message;
    throw new Error(`${folder} is not installed: ${why}. To try again: node scripts/install-folder.cjs ${folder}`);
  }
  copyFileSync(lock, installed);
  return true;
}

module.exports = { installFolder };

if (require.main === module) {
  try {
    installFolder(process.argv[2]);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
