import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { interceptSends } from './sends.ts';

/** A call to DynamoDB and what it consumed, in capacity units. */
export interface RecordedCall {
  /** `GetItem`, or `GetItem failed` after an error. */
  readonly action: string;
  readonly readUnits: number;
  /** Of the table itself. */
  readonly writeUnits: number;
  /** Of its indexes, as the embedded engine counts. DynamoDB Local counts transactions differently. */
  readonly indexWriteUnits: number;
  /** Of a read: items examined and items returned. */
  readonly itemsExamined: number;
  readonly itemsReturned: number;
}

interface Units {
  readonly CapacityUnits?: number;
}
interface Capacity extends Units {
  readonly Table?: Units;
  readonly GlobalSecondaryIndexes?: Readonly<Record<string, Units>>;
}

const READS = new Set(['GetItem', 'Query', 'Scan']);
const NOTHING = { readUnits: 0, writeUnits: 0, indexWriteUnits: 0, itemsExamined: 0, itemsReturned: 0 };

/**
 * Counts every call of a client, and asks DynamoDB what it consumed. An error has no capacity, so a failed call counts
 * none here. AWS charges a transaction that a condition cancelled as if it had been carried out.
 */
export function recordCalls(client: DynamoDBDocumentClient): { take(): readonly RecordedCall[] } {
  let calls: RecordedCall[] = [];
  interceptSends(client, 'above', async ({ action, input, pass }) => {
    const output = await pass({ ...input, ReturnConsumedCapacity: 'INDEXES' }).catch((error: unknown) => {
      calls.push({ action: `${action} failed`, ...NOTHING });
      throw error;
    });
    calls.push({ action, ...consumedBy(action, output), ...itemsIn(output) });
    return output;
  });
  return {
    take: () => {
      const taken = calls;
      calls = [];
      return taken;
    },
  };
}

function consumedBy(action: string, output: object) {
  const consumed: Capacity | Capacity[] = Reflect.get(output, 'ConsumedCapacity') ?? [];
  const sumOf = (unitsOf: (one: Capacity) => number | undefined) =>
    [consumed].flat().reduce((sum, one) => sum + (unitsOf(one) ?? 0), 0);
  const ofIndexes = ({ GlobalSecondaryIndexes = {} }: Capacity) =>
    Object.values(GlobalSecondaryIndexes).reduce((sum, index) => sum + (index.CapacityUnits ?? 0), 0);
  const isRead = READS.has(action);
  return {
    readUnits: isRead ? sumOf((one) => one.CapacityUnits) : 0,
    writeUnits: isRead ? 0 : sumOf((one) => one.Table?.CapacityUnits),
    indexWriteUnits: isRead ? 0 : sumOf(ofIndexes),
  };
}

function itemsIn(output: object) {
  const single = Reflect.get(output, 'Item') === undefined ? 0 : 1;
  const { Count = single, ScannedCount = single }: { readonly Count?: number; readonly ScannedCount?: number } = output;
  return { itemsExamined: ScannedCount, itemsReturned: Count };
}
