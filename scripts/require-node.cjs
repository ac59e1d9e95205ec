/**
 * Runs a TypeScript program of this project: `node scripts/require-node.cjs <program.ts> [arguments]`. Plain CommonJS,
 * so any Node.js can run it. If Node.js is too old, starts the one that `npm ci` has installed, or says what to
 * install.
 */
const { spawn } = require('node:child_process');
const { existsSync } = require('node:fs');
const { enableCompileCache } = require('node:module');
const { delimiter, dirname, join, resolve } = require('node:path');
const { pathToFileURL } = require('node:url');
const { binary, isNewEnough } = require('./packaged-node.cjs');

if (isNewEnough) {
  // A program of this project loads hundreds of files. Without the cache, compiling them would take half of its start.
  const compiled = join(__dirname, '../node_modules/.cache/compiled');
  enableCompileCache(compiled);
  // For programs that it starts.
  process.env.NODE_COMPILE_CACHE ??= compiled;
  const program = resolve(process.argv[2]);
  process.argv.splice(1, 2, program);
  let isDone = false;
  import(pathToFileURL(program).href).then(() => {
    isDone = true;
  });
  // Node.js detects this only for its main program, not for an import.
  process.on('beforeExit', () => {
    if (isDone) return;
    console.error('The program ended early: it waits for something that can no longer happen.');
    process.exitCode = 13;
  });
} else if (existsSync(binary)) {
  handOver();
} else {
  console.error(
    `This program needs Node.js 24 (22.18 at least); it was started with ${process.version}.\n` +
      'On Linux x64 `npm ci` installs the right one in tools/node. If it ran without scripts: node scripts/postinstall.cjs\n' +
      'On other systems install Node.js 24 and run `npm ci` again.',
  );
  process.exitCode = 1;
}

/** Runs the same program with the Node.js of `tools/node`, and exits with its status. */
function handOver() {
  const child = spawn(binary, [__filename, ...process.argv.slice(2)], {
    stdio: 'inherit',
    // Programs that it starts as `node` use this Node.js too.
    env: { ...process.env, PATH: `${dirname(binary)}${delimiter}${process.env.PATH}` },
  });
  child.on('error', (error) => {
    console.error(`${binary} cannot be started (${error.message}). Install Node.js 24 and run \`npm ci\` again.`);
    process.exitCode = 1;
  });
  // A terminal sends Ctrl-C to both processes. The program decides when to end.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
