import { createRequire, flushCompileCache } from 'node:module';
import { pathToFileURL } from 'node:url';
import runFile from 'jest-circus/runner';
import { jest, setGlobals } from './globals.mjs';

const require = createRequire(import.meta.url);

/** How jest-circus keeps its state in the global object. */
const STATE = new Set(['JEST_STATE_SYMBOL', 'EVENT_HANDLERS', 'TEST_TIMEOUT_SYMBOL']);

/** Errors that nothing has caught. In a worker Jest would not notice one that comes after the last test. */
const ERRORS = ['uncaughtException', 'unhandledRejection'];

// In a worker: to free all that its modules hold would take longer than Jest waits for its end.
if (process.send !== undefined) process.once('beforeExit', () => process.exit());

/**
 * Runs a test file with jest-circus, but lets Node.js load the modules. Jest would give each file a sandbox and load every
 * module in it again: a third of the processor time of all tests. A worker loads a module once this way, so modules must
 * keep no state that another test file could notice.
 */
export default async function run(globalConfig, config, environment, _runtime, testPath, send) {
  const native = {
    requireModule: require,
    setGlobalsForRuntime: setGlobals,
    unstable_shouldLoadAsEsm: () => true,
    async unstable_importModule(path) {
      await import(pathToFileURL(path).href);
      // Now, not at exit: other workers need the same modules, in a fresh clone without types and compiled.
      flushCompileCache();
    },
    /** Loads jest-circus, with its state as at the start. */
    requireInternalModule(path) {
      for (const key of Object.getOwnPropertySymbols(globalThis)) {
        if (STATE.has(key.description)) delete globalThis[key];
      }
      delete require.cache[path];
      return require(path);
    },
    enterTestCode() {},
    leaveTestCode() {},
  };
  const late = [];
  const keep = (error) => late.push(error);
  // Below those of jest-circus, which takes them all while the file runs.
  for (const event of ERRORS) process.on(event, keep);
  try {
    const result = await runFile.default(globalConfig, config, environment, native, testPath, send);
    jest.useRealTimers();
    // What the file has begun may fail only now.
    await new Promise((resolve) => setTimeout(resolve));
    if (late.length === 0) return result;
    const stack = late.map((error) => String(error?.stack ?? error)).join('\n');
    return {
      ...result,
      failureMessage: `${result.failureMessage ?? ''}\n${stack}`,
      testExecError: { message: 'After the last test', stack },
    };
  } finally {
    for (const event of ERRORS) process.off(event, keep);
    jest.useRealTimers();
    jest.restoreAllMocks();
  }
}
