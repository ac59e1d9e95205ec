import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { OperationName } from '../../functions/operations.ts';
import type { ServiceDriver } from '../scenarios/service-driver.ts';
import { readWire } from '../support/sends.ts';
import { routeOf } from './route.ts';

/** A transaction on the wire, and its operation. */
export interface RecordedTransaction {
  readonly operation: OperationName;
  readonly input: unknown;
}

/**
 * Every transaction of a client, with the operation of the request sent through `through`. Send one request at a time,
 * so that each transaction belongs to one.
 */
export function recordTransactions(client: DynamoDBDocumentClient): {
  /** @param service on this client. */
  through(service: ServiceDriver): ServiceDriver;
  readonly transactions: readonly RecordedTransaction[];
} {
  const transactions: RecordedTransaction[] = [];
  let operation: OperationName | undefined;
  readWire(client, (action, input) => {
    if (action !== 'TransactWriteItems') return;
    if (operation === undefined) throw new Error('A transaction without a request');
    transactions.push({ operation, input });
  });
  const through = (service: ServiceDriver): ServiceDriver => ({
    eventsOf: (requestId) => service.eventsOf(requestId),
    importMisp: (misp) => service.importMisp(misp),
    send: async (request) => {
      const [path = ''] = request.path.split('?');
      operation = routeOf(request.method, path).name;
      try {
        return await service.send(request);
      } finally {
        operation = undefined;
      }
    },
  });
  return { through, transactions };
}
