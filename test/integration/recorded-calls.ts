import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** A call to DynamoDB and what it consumed, in capacity units. */
export interface RecordedCall {
  /** `GetItem`; with ` failed` behind it when it was answered with an error. */
  readonly action: string;
  readonly readUnits: number;
  /** Of the table itself. */
  readonly writeUnits: number;
  /** Of its indexes: what the embedded engine counts. DynamoDB Local counts them otherwise within a transaction. */
  readonly indexWriteUnits: number;
}

interface Units {
  readonly CapacityUnits?: number;
}
interface Capacity extends Units {
  readonly Table?: Units;
  readonly GlobalSecondaryIndexes?: Readonly<Record<string, Units>>;
}

const READS = new Set(['GetItem', 'Query', 'Scan']);

/**
 * Counts every call that a client sends, and asks DynamoDB what it consumed. An error carries no capacity, so a call that
 * failed counts none here; AWS charges a transaction that a condition cancelled as if it had been carried out.
 */
export function recordCalls(client: DynamoDBDocumentClient): { take(): readonly RecordedCall[] } {
  let calls: RecordedCall[] = [];
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const action = String(context.commandName).replace('Command', '');
      Object.assign(args.input, { ReturnConsumedCapacity: 'INDEXES' });
      try {
        const answer = await next(args);
        const consumed: Capacity | Capacity[] = Reflect.get(answer.output, 'ConsumedCapacity') ?? [];
        const sumOf = (unitsOf: (one: Capacity) => number | undefined) =>
          [consumed].flat().reduce((sum, one) => sum + (unitsOf(one) ?? 0), 0);
        const ofIndexes = ({ GlobalSecondaryIndexes = {} }: Capacity) =>
          Object.values(GlobalSecondaryIndexes).reduce((sum, index) => sum + (index.CapacityUnits ?? 0), 0);
        const isRead = READS.has(action);
        calls.push({
          action,
          readUnits: isRead ? sumOf((one) => one.CapacityUnits) : 0,
          writeUnits: isRead ? 0 : sumOf((one) => one.Table?.CapacityUnits),
          indexWriteUnits: isRead ? 0 : sumOf(ofIndexes),
        });
        return answer;
      } catch (error) {
        calls.push({ action: `${action} failed`, readUnits: 0, writeUnits: 0, indexWriteUnits: 0 });
        throw error;
      }
    },
    { step: 'initialize', name: 'recordCalls', priority: 'high' },
  );
  return {
    take: () => {
      const taken = calls;
      calls = [];
      return taken;
    },
  };
}
