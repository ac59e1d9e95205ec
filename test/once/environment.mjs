import { TestEnvironment } from 'jest-environment-node';

/**
 * Jest gives each test file a sandbox, loads every module in it again, and runs the code there several times slower
 * than Node.js itself. This loads large modules without state outside, once for all files of a worker.
 */
export default class OnceEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.importOnce = (file) => import(new URL(`../../${file}`, import.meta.url));
  }
}
