/**
 * These parts share one local cloud, because starting one and its functions costs more than most of their requests.
 * Each has MISPs of its own.
 */

// First: its table is empty.
import './one-cloud/list-filters.ts';
// Early: they read whole lists.
import './one-cloud/client.ts';
import './one-cloud/integrate.ts';
import './one-cloud/audit-sequences.ts';
import './one-cloud/rights.ts';
import './one-cloud/errors.ts';
import './one-cloud/foreign-text.ts';
import './one-cloud/at-once.ts';
import './one-cloud/drawn-requests.ts';
import './one-cloud/store-failures.ts';
import './one-cloud/outage.ts';
// Last: they leave rows in the outbox, and move the clock.
import './one-cloud/forged-approval.ts';
