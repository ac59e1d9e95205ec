/**
 * These parts share one local cloud, because starting one and its functions costs more than most of their requests.
 * Each has MISPs of its own.
 */

// First: its table has only its own MISPs, and `--since` is compared with the machine's clock.
import './one-cloud/counter-raise.ts';
import './one-cloud/procedures.ts';
// The rest moves the clock, by minutes, hours and months.
import './one-cloud/poison-row.ts';
import './one-cloud/crashing-sweeper.ts';
import './one-cloud/replay.ts';
import './one-cloud/expiry-notices.ts';
import './one-cloud/events-page.ts';
