import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import type { BusEntry } from './capturing-bus.ts';
import type { Delivery } from './deliver-rows.ts';

/** What every entry is addressed with, by the contract: the name of the bus is a stage's own. */
const SOURCE = 'mosip.pms.misp';

/** What the ids of a row's records begin with: its own without the operation in front. */
export const stemOf = (rowId: string) => rowId.slice(rowId.indexOf('#') + 1);

/** The outbox row that an entry comes from, by what the id of its record begins with. */
export const rowStemOf = ({ recordId }: BusEntry) => recordId.slice(0, recordId.lastIndexOf('-'));

/**
 * Holds what the publisher did of a sequence's rows against what it is there for: every row on the bus, nothing else and nothing
 * twice, and the outbox empty behind it.
 * @param rows as they stood before.
 */
export function checkDelivery(
  rows: readonly OutboxRow[],
  { bus, entries, failed, logged, left }: Delivery,
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
    ...failed.map((id) => `the publisher asks for row ${id} once more`),
    ...logged.map((line) => `the publisher logged ${line}`),
    ...left.map(({ id }) => `row ${id} is still in the outbox`),
    // Ids are ordered by time; no two requests of a sequence have the same.
    ...byTime
      .filter((id, index) => id < (byTime[index - 1] ?? ''))
      .map((id) => `row ${id} is out of the order of time`),
  ];
}
