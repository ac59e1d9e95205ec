import Sequencer from '@jest/test-sequencer';

/**
 * Files that take ten seconds or more, the longest first. If one started last, one core would be idle while it runs.
 */
const LONG = [
  'e2e/one-cloud',
  'local/one-cloud',
  'e2e/smoke',
  'local/reference-page-in-browser',
  'integration/growth',
  'operating/restore',
  'operating/counter-raise',
  'operating/arguments',
  'operating/redrive',
  'integration/audit-sequences',
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
