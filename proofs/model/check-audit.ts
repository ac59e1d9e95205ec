import { expandRow } from '../../functions/audit/expand-row.ts';
import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import { type Audit, checkEvents, type Event } from './check-events.ts';
import type { Call } from './reference/call.ts';

/**
 * Compares what a request left for the bus with the model's.
 * @param rows the outbox rows of this request.
 * @param events what the bus got from these rows; by default what publishing would make of them.
 * @param secrets texts that no description may contain.
 * @returns the differences.
 */
export function checkAudit(
  call: Call,
  rows: readonly OutboxRow[],
  audit: Audit | undefined,
  events: readonly Event[] = rows.flatMap((row) => expandRow(row)),
  secrets: readonly string[] = [],
): readonly string[] {
  const [row, ...more] = rows;
  if (row === undefined && audit === undefined) return [];
  if (row === undefined || audit === undefined || more.length > 0) {
    return [`audit: ${rows.length} rows, must be ${audit === undefined ? 0 : 1}`];
  }
  const [operation, stem = ''] = row.id.split('#');
  if (operation !== call.operation) return [`audit: the row is one of ${operation}, must be one of ${call.operation}`];
  return checkEvents(call, stem, events, audit, secrets);
}
