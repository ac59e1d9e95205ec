import type { OperationName } from '../../functions/operations.ts';
import type { ServiceDriver } from '../scenarios/service-driver.ts';
import { readWire } from '../support/sends.ts';
import type { InProcessDriver } from './in-process-driver.ts';
import { routeOf } from './route.ts';

/** A transaction on the wire, and its operation. */
export interface RecordedTransaction {
  readonly operation: OperationName;
  readonly input: unknown;
}

/**
 * The service, and every transaction of its requests. Send one request at a time, so that each transaction belongs to
 * one.
 */
export function recordTransactions(driver: InProcessDriver): {
  readonly service: ServiceDriver;
  readonly transactions: readonly RecordedTransaction[];
} {
  const transactions: RecordedTransaction[] = [];
  let operation: OperationName | undefined;
  readWire(driver.client, (action, input) => {
    if (action !== 'TransactWriteItems') return;
    if (operation === undefined) throw new Error('A transaction without a request');
    transactions.push({ operation, input });
  });
  const service: ServiceDriver = {
    eventsOf: (requestId) => driver.eventsOf(requestId),
    importMisp: (misp) => driver.importMisp(misp),
    send: async (request) => {
      const [path = ''] = request.path.split('?');
      operation = routeOf(request.method, path).name;
      try {
        return await driver.send(request);
      } finally {
        operation = undefined;
      }
    },
  };
  return { service, transactions };
}
