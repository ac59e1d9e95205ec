import { constants, createContext } from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

/** What Jest replaces with the classes of Node.js itself, so that `instanceof` works for what Node.js returns. */
const SHARED = new Set(['Buffer', 'ArrayBuffer', 'Uint8Array']);

/**
 * Jest gives each test file a sandbox, and loads every module in it again. This makes both cheaper:
 *
 * - Jest's sandbox has a proxy for a global object, so each use of `Object` or `Math` in it calls a trap. Here the global
 *   object is an ordinary one (https://nodejs.org/api/vm.html#vmconstantsdont_contextify).
 * - Large modules without state are loaded outside, once for all files of a worker.
 */
export default class OnceEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    const inherited = this.global;
    const global = createContext(constants.DONT_CONTEXTIFY);
    for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(inherited))) {
      if (Object.hasOwn(global, key) && !SHARED.has(key)) continue;
      Object.defineProperty(
        global,
        key,
        'value' in descriptor ? descriptor : readOnce(global, inherited, key, descriptor),
      );
    }
    for (const symbol of Object.getOwnPropertySymbols(inherited)) {
      if (!Object.hasOwn(global, symbol))
        Object.defineProperty(global, symbol, Object.getOwnPropertyDescriptor(inherited, symbol));
    }
    global.global = global;
    global.Error.stackTraceLimit = inherited.Error.stackTraceLimit;
    this.context = global;
    this.global = global;
    this.moduleMocker = new this.moduleMocker.constructor(global);
    this.fakeTimersModern = new this.fakeTimersModern.constructor({ config: config.projectConfig, global });
  }

  async setup() {
    await super.setup();
    this.global.importOnce = (file) => import(new URL(`../../${file}`, import.meta.url));
  }
}

/** A property that takes its value from another object at its first use: Node.js loads `fetch` and others then. */
function readOnce(global, from, key, { enumerable }) {
  const define = (value) => {
    Object.defineProperty(global, key, { configurable: true, enumerable, value, writable: true });
    return value;
  };
  return { configurable: true, enumerable, get: () => define(from[key]), set: define };
}
