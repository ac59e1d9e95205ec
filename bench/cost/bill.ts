import { billedBatchMs, billedMs, gbSeconds } from './lambda-time.ts';
import type { CostModel } from './model.ts';
import type { PriceName, Prices } from './price-file.ts';
import { authorizerCallsPerRequest, rowsPerBatch, tracedShare } from './rates.ts';
import type { OperationUsage } from './usage.ts';

/** What is paid for one thing: quantities at their prices. */
export interface Line {
  readonly name: string;
  /** Paid for the way of the audit trail, from the outbox on. */
  readonly isAudit: boolean;
  readonly parts: readonly { readonly price: PriceName; readonly quantity: number }[];
}

export const MILLION = 1_000_000;
export const BYTES_PER_GB = 1_000_000_000;

export function dollarsOf({ parts }: Pick<Line, 'parts'>, prices: Prices): number {
  return parts.reduce((sum, { price, quantity }) => sum + prices(price, quantity), 0);
}

export function totalOf(lines: readonly Pick<Line, 'parts'>[], prices: Prices): number {
  return lines.reduce((sum, line) => sum + dollarsOf(line, prices), 0);
}

/**
 * The lines of a million requests of an operation.
 * @param rate how many of them come in a second.
 */
export function billOf(usage: OperationUsage, rate: number, model: CostModel): readonly Line[] {
  const { assumptions, background } = model;
  const { platformLogBytes } = assumptions;
  const authorizerCalls = authorizerCallsPerRequest(rate, model);
  const rows = rowsPerBatch(rate, model);
  const { trail, publishing } = usage;
  const sumOf = (key: 'readUnits' | 'writeUnits' | 'indexWriteUnits') =>
    usage.calls.reduce((sum, call) => sum + call[key], 0);
  const deleteUnits = publishing.one.calls.reduce((sum, call) => sum + call.writeUnits, 0) / publishing.one.rows;
  const logBytes =
    usage.logBytes +
    platformLogBytes +
    authorizerCalls * (background.authorizer.logBytes + platformLogBytes) +
    (publishing.one.logBytes + platformLogBytes) / rows;
  const traces =
    tracedShare(rate, model) +
    authorizerCalls * tracedShare(rate * authorizerCalls, model) +
    tracedShare(rate / rows, model) / rows;
  const lambda = (calls: number, milliseconds: number): Line['parts'] => [
    { price: 'lambdaRequests', quantity: calls * MILLION },
    { price: 'lambdaGbSeconds', quantity: calls * gbSeconds(milliseconds, model) * MILLION },
  ];
  const [functionRequests, functionTime] = lambda(1, billedMs(usage, model));
  const line = (name: string, parts: Line['parts'], isAudit = false): Line => ({ name, parts, isAudit });
  const perRequest = (price: PriceName, quantity: number): Line['parts'] => [{ price, quantity: quantity * MILLION }];
  const bytes = (price: PriceName, count: number) => perRequest(price, count / BYTES_PER_GB);
  return [
    line('gateway', perRequest('httpApiRequests', 1)),
    line('authorizer, after its cache', lambda(authorizerCalls, billedMs(background.authorizer, model))),
    line('function, requests', functionRequests === undefined ? [] : [functionRequests]),
    line('function, GB-s', functionTime === undefined ? [] : [functionTime]),
    line('DynamoDB reads', perRequest('dynamoDbReadUnits', sumOf('readUnits'))),
    line('DynamoDB writes', perRequest('dynamoDbWriteUnits', sumOf('writeUnits'))),
    line('DynamoDB writes, indexes', perRequest('dynamoDbWriteUnits', sumOf('indexWriteUnits'))),
    line('outbox row, deleted', perRequest('dynamoDbWriteUnits', deleteUnits), true),
    line('stream', perRequest('dynamoDbStreamReadsByLambda', 1 / rows), true),
    line('publisher', lambda(1 / rows, billedBatchMs(publishing, rows, model)), true),
    line('EventBridge events', perRequest('eventBridgeEvents', trail.records + trail.domainEvents), true),
    line('archive, taken in', bytes('archiveGbIn', trail.bytes), true),
    line('audit log, taken in', bytes('logGbIn', trail.bytes), true),
    line("functions' logs", bytes('logGbIn', logBytes)),
    line('access log', bytes('logGbIn', usage.accessLogBytes)),
    line('traces', perRequest('traces', traces)),
  ];
}
