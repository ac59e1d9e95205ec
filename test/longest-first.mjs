import Sequencer from '@jest/test-sequencer';

/**
 * Files that take ten seconds or more, the longest first. If one started last, one core would be idle while it runs.
 */
const LONG = [
  'e2e/smoke',
  'local/reference-page-in-browser',
  'e2e/audit-sequences',
  'integration/growth',
  'operating/restore',
  'e2e/rights',
  'operating/counter-raise',
  'e2e/errors',
  'operating/arguments',
  'e2e/client',
  'operating/redrive',
  'e2e/store-failures',
  'integration/audit-sequences',
  'e2e/outage',
  'local/start',
  'operating/procedures',
].map((name) => `/test/${name}.test.ts`);

/** Jest knows the durations only from an earlier run. In a fresh clone it starts with the largest files. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const place = ({ path }) => {
      const found = LONG.findIndex((name) => path.endsWith(name));
      return found < 0 ? LONG.length : found;
    };
    return super.sort(tests).toSorted((one, other) => place(one) - place(other));
  }
}
