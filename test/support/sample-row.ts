import type { RowWriter } from '../../functions/audit/events.ts';
import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import { NOW } from './sample-misp.ts';

/** A short text as a row's time-ordered id, whose alphabet lacks some letters. */
const timeOrderedId = (mark: string) => Buffer.from(mark).toString('hex').toUpperCase().padStart(26, '0');

/** The id of a row, recognizable by a mark of at most 13 characters. */
export const sampleRowId = (mark: string, operation: RowWriter = 'register-misp') =>
  `${operation}#${timeOrderedId(mark)}`;

/** The id of a record of such a row. */
export const sampleRecordId = (mark: string, sequence: number) => `${timeOrderedId(mark)}-${sequence}`;

/** The mark in the id of such a row, or of its record with the sequence: `A`, `A-1`. */
export function markOf(id: unknown): string {
  const [timeOrdered = '', ...sequence] = String(id).replace(/^.*#/, '').split('-');
  return [Buffer.from(timeOrdered, 'hex').toString().replaceAll('\0', ''), ...sequence].join('-');
}

/** An outbox row of a registration; a test overrides the parts that matter to it. */
export function sampleRow(overrides: Partial<OutboxRow> = {}): OutboxRow {
  return {
    id: sampleRowId('row'),
    catalogVersion: 1,
    at: NOW,
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
