import Sequencer from '@jest/test-sequencer';

/** What takes ten seconds or more, the longest first. One that began last would keep one core busy and leave the other idle. */
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

/** Jest knows how long files take from an earlier run only, which a fresh clone has not had; it takes large ones first then. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const place = ({ path }) => {
      const found = LONG.findIndex((name) => path.endsWith(name));
      return found < 0 ? LONG.length : found;
    };
    return super.sort(tests).toSorted((one, other) => place(one) - place(other));
  }
}
