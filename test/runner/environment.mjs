import { registerHooks } from 'node:module';
import { ModuleMocker } from 'jest-mock';

const GLOBALS = new URL('globals.mjs', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@jest/globals' ? { url: GLOBALS, shortCircuit: true } : next(specifier, context),
});

/**
 * What a test file runs in: no sandbox, but Node.js itself. Gives back what a file, or Jest for it, changes in the worker
 * that runs the next file, too.
 */
export default class NativeEnvironment {
  global = globalThis;
  moduleMocker = new ModuleMocker(globalThis);
  #exit = process.exit;
  #console = globalThis.console;
  #env = process.env;
  #variables = { ...process.env };

  async setup() {}

  async teardown() {
    process.exit = this.#exit;
    globalThis.console = this.#console;
    // The object, too: modules keep it, as the SDK does.
    process.env = this.#env;
    for (const name of Object.keys(process.env)) if (!Object.hasOwn(this.#variables, name)) delete process.env[name];
    Object.assign(process.env, this.#variables);
  }

  /** Jest asks for a sandbox only to transform modules for it. */
  getVmContext() {
    return null;
  }
}
