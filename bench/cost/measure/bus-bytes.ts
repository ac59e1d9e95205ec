import { randomUUID } from 'node:crypto';
import { EVENT_SOURCE } from '../../../functions/audit/event-source.ts';
import { type BusEvent, expandRow, VERDICT_EVENT } from '../../../functions/audit/expand-row.ts';
import type { OutboxRow } from '../../../functions/audit/outbox-row.ts';
import type { TrailUsage } from '../usage.ts';

/** An event as archive and log group take it: with what the bus writes around it. */
export function envelopeOf({ detailType, detail, time }: BusEvent): string {
  return JSON.stringify({
    version: '0',
    id: randomUUID(),
    'detail-type': detailType,
    source: EVENT_SOURCE,
    account: '123456789012',
    time: time.replace(/\.\d{3}Z$/, 'Z'),
    region: 'us-east-1',
    resources: [],
    detail,
  });
}

/** What a row leaves on the bus. */
export function trailOf(row: OutboxRow): TrailUsage {
  const events = expandRow(row);
  const domainEvents = events.filter(({ detailType }) => detailType === VERDICT_EVENT).length;
  const [first] = events;
  if (first === undefined) throw new Error(`Row ${row.id} leaves nothing on the bus`);
  const asOne = { ...first, detail: { events: events.map(({ detail }) => detail) } };
  return {
    records: events.length - domainEvents,
    domainEvents,
    bytes: events.reduce((sum, event) => sum + Buffer.byteLength(envelopeOf(event)), 0),
    bytesAsOne: Buffer.byteLength(envelopeOf(asOne)),
  };
}
