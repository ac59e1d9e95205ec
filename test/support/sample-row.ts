import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import { NOW } from './sample-misp.ts';

/** An outbox row of a registration; a test overrides what it is about. */
export function sampleRow(overrides: Partial<OutboxRow> = {}): OutboxRow {
  return {
    id: '01KJMQ0VWR0000000000000001',
    catalogVersion: 1,
    at: NOW,
    operation: 'register-misp',
    outcome: 'success',
    requestId: 'request-1',
    caller: { userId: 'ada-7', userName: 'Ada Admin' },
    hostName: 'misp-test-register-misp',
    hostIp: '203.0.113.9',
    mispId: '100',
    version: 1,
    trail: [['101'], ['212', '100']],
    verdictChanges: [],
    ...overrides,
  };
}
