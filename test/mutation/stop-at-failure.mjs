import { TestEnvironment } from 'jest-environment-node';

/** The mutant that a test has caught in this process. */
let caught;

/**
 * Runs no further test once a mutant is caught. Stryker would run them all: many seconds a mutant if the tests start a
 * database. The score does not change.
 */
export default class StopAtFailure extends TestEnvironment {
  handleTestEvent(event, state) {
    // Unset while Stryker checks that all tests pass without a mutant.
    const mutant = process.env.__STRYKER_ACTIVE_MUTANT__;
    if (mutant === undefined) return;
    if (event.name === 'test_done' && event.test.errors.length > 0) caught = mutant;
    // A pattern that matches no name skips the rest of this file, and the following files with their preparations.
    if (caught === mutant) state.testNamePattern = /(?!)/;
  }
}
