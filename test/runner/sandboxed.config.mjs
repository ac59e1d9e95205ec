import { fileURLToPath } from 'node:url';
import base from '../../jest.config.mjs';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const { testEnvironment: _, testRunner: __, ...rest } = base;

/**
 * Jest's own loading of modules, a sandbox for each test file: for what counts or changes lines (coverage, mutation
 * testing). Needs --experimental-vm-modules.
 */
export default {
  ...rest,
  rootDir: '../..',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': here('strip-types.mjs') },
};
