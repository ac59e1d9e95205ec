import Sequencer from '@jest/test-sequencer';

/**
 * Files that take ten seconds or more, the longest first. If one started last, one core would be idle while it runs.
 */
const LONG = [
  'e2e/one-cloud',
  'e2e/smoke',
  'local/one-cloud',
  'operating/one-cloud',
  'local/reference-page-in-browser',
  'operating/one-prod-cloud',
  'operating/restore',
  'integration/audit-sequences',
  'integration/growth',
  'operating/disabled-rules',
  'operating/poison-row',
  'local/start',
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
