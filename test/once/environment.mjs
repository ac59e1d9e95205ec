import { TestEnvironment } from 'jest-environment-node';

/**
 * Jest gives each file of tests a sandbox, loads every module in it again, and runs it there several times slower than Node.js
 * itself. Modules that are large and keep no state are loaded here instead: outside, once for all files of a worker.
 */
export default class OnceEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.importOnce = (file) => import(new URL(`../../${file}`, import.meta.url));
  }
}
