import { TestEnvironment } from 'jest-environment-node';

/** The mutant that a test has caught in this process. */
let caught;

/**
 * Runs no further test for a mutant that is caught. Stryker would let all of them run to their end: many seconds a mutant
 * where the tests start a database. What is caught stays the same.
 */
export default class StopAtFailure extends TestEnvironment {
  handleTestEvent(event, state) {
    // Unset while Stryker sees whether all tests pass without a mutant.
    const mutant = process.env.__STRYKER_ACTIVE_MUTANT__;
    if (mutant === undefined) return;
    if (event.name === 'test_done' && event.test.errors.length > 0) caught = mutant;
    // A pattern that no name matches: the rest of this file, and the following files with their preparations.
    if (caught === mutant) state.testNamePattern = /(?!)/;
  }
}
