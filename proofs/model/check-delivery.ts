import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import type { BusEntry } from './capturing-bus.ts';
import type { Delivery } from './deliver-rows.ts';

/** The source of every entry, by the contract. The name of the bus depends on the stage. */
const SOURCE = 'mosip.pms.misp';

/** The prefix of the record ids of a row: its own id without the operation. */
export const stemOf = (rowId: string) => rowId.slice(rowId.indexOf('#') + 1);

/** The outbox row of an entry, by the prefix of its record id. */
export const rowStemOf = ({ recordId }: BusEntry) => recordId.slice(0, recordId.lastIndexOf('-'));

/**
 * Checks what the publisher did with the rows of a sequence: every row is on the bus once, nothing else is, and the
 * outbox is empty.
 * @param rows the outbox before the delivery.
 */
export function checkDelivery(
  rows: readonly OutboxRow[],
  { bus, entries, failed, logged, undelivered }: Delivery,
): readonly string[] {
  const times = [...Map.groupBy(entries, ({ recordId }) => recordId)].filter(([, same]) => same.length > 1);
  const stored = new Set(rows.map(({ id }) => stemOf(id)));
  const published = new Set(entries.map(rowStemOf));
  const misdirected = entries.filter((entry) => entry.source !== SOURCE || entry.bus !== bus);
  const byTime = rows.toSorted((one, other) => one.at - other.at).map(({ id }) => stemOf(id));
  return [
    ...times.map(([id, same]) => `${id} is on the bus ${same.length} times, must be once`),
    ...[...stored].filter((id) => !published.has(id)).map((id) => `row ${id} is not on the bus`),
    ...[...published].filter((id) => !stored.has(id)).map((id) => `row ${id} is on the bus and was never stored`),
    ...misdirected.map((entry) => `${entry.recordId} went to ${entry.bus} from ${entry.source}`),
    ...failed.map((id) => `the publisher asks for row ${id} again`),
    ...logged.map((line) => `the publisher logged ${line}`),
    ...undelivered.map(({ id }) => `row ${id} is still in the outbox`),
    // Ids sort by time. No two requests of a sequence have the same time.
    ...byTime.filter((id, index) => id < (byTime[index - 1] ?? '')).map((id) => `row ${id} is out of order`),
  ];
}
