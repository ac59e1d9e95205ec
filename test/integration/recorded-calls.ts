import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** A call to DynamoDB and what it consumed. */
export interface RecordedCall {
  readonly action: string;
  readonly readUnits: number;
  readonly writeUnits: number;
}

interface Capacity {
  readonly CapacityUnits?: number;
  readonly Table?: { readonly CapacityUnits?: number };
}

const READS = new Set(['GetItem', 'Query', 'Scan']);

/** Counts every call that a client sends, and asks DynamoDB what it consumed. */
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
        // Writes to indexes are left out: the engines do not agree on what they cost within a transaction.
        const isRead = READS.has(action);
        calls.push({
          action,
          readUnits: isRead ? sumOf((one) => one.CapacityUnits) : 0,
          writeUnits: isRead ? 0 : sumOf((one) => one.Table?.CapacityUnits),
        });
        return answer;
      } catch (error) {
        calls.push({ action: `${action} failed`, readUnits: 0, writeUnits: 0 });
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
