import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { recordCalls } from '../../test/support/recorded-calls.ts';

/** What one request cost at the store. */
export interface Cost {
  /** In the order in which they were made. */
  readonly calls: readonly string[];
  /** Read capacity units. */
  readonly readUnits: number;
  /** Write capacity units of the tables; those of failed calls are not known. */
  readonly writeUnits: number;
  /** Write capacity units of the indexes, as the engine counts them. */
  readonly indexWriteUnits: number;
  /** Items that the store looked at for the answers: ScannedCount of a query, 0 or 1 of a get. */
  readonly itemsExamined: number;
  /** Items that the answers held. */
  readonly itemsReturned: number;
}

/** Records what a client's calls cost; `take` returns the cost since the last `take`. */
export function costMeter(client: DynamoDBDocumentClient): { take(): Cost } {
  const recorded = recordCalls(client);
  return {
    take: () => {
      const taken = recorded.take();
      const sumOf = (key: Exclude<keyof Cost, 'calls'>) => taken.reduce((sum, call) => sum + call[key], 0);
      return {
        calls: taken.map(({ action }) => action),
        readUnits: sumOf('readUnits'),
        writeUnits: sumOf('writeUnits'),
        indexWriteUnits: sumOf('indexWriteUnits'),
        itemsExamined: sumOf('itemsExamined'),
        itemsReturned: sumOf('itemsReturned'),
      };
    },
  };
}

/** The distinct costs. */
export function distinctCosts(costs: readonly Cost[]): readonly Cost[] {
  return [...new Map(costs.map((cost) => [JSON.stringify(cost), cost])).values()];
}

/** `GetItem → PutItem, 1 RCU, 1 + 0 WCU, 1 item read of 1 examined` */
export function describeCost(cost: Cost): string {
  return (
    `${cost.calls.join(' → ')}, ${cost.readUnits} RCU, ${cost.writeUnits} + ${cost.indexWriteUnits} WCU, ` +
    `${cost.itemsReturned} items read of ${cost.itemsExamined} examined`
  );
}
