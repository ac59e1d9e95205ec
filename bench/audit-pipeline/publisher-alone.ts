import { marshall } from '@aws-sdk/util-dynamodb';
import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import type { LocalCloud } from '../../local/local-cloud.ts';
import { monotonicMs } from '../traffic/monotonic.ts';
import type { BusWatch } from './bus-watch.ts';
import { recordIdsOf, validationRows } from './waiting-rows.ts';

/**
 * Milliseconds from an invocation of the publisher with one row to the last record of that row on the bus: the lag without the
 * stream. The rows are in no table. So the publisher has nothing to delete afterwards, which is not an error.
 */
export async function measurePublisherAlone(cloud: LocalCloud, watch: BusWatch, count: number): Promise<number[]> {
  const times: number[] = [];
  for (const row of await validationRows(count)) {
    const dynamodb = { NewImage: imageOf(row), Keys: marshall({ id: row.id }), SequenceNumber: '1' };
    const started = monotonicMs();
    const result = await cloud.invoke('publish-audit', { Records: [{ eventName: 'INSERT', dynamodb }] });
    if (!result.ok) throw new Error(`publish-audit failed: ${result.errorType} ${result.errorMessage}`);
    const arrivals = [...recordIdsOf([row])].map((recordId) => watch.arrivals.get(recordId));
    if (arrivals.includes(undefined)) throw new Error('publish-audit accepted a row and did not put it on the bus');
    times.push(Math.max(...arrivals.map((arrival) => arrival ?? 0)) - started);
  }
  return times;
}

/** A row as Lambda passes it: in JSON, so binary values are in base64. */
function imageOf(row: OutboxRow): unknown {
  const { licenseKeyHash, ...others } = row;
  if (licenseKeyHash === undefined) return marshall(others);
  return { ...marshall(others), licenseKeyHash: { B: Buffer.from(licenseKeyHash).toString('base64') } };
}
