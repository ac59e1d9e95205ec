import {
  type Environment,
  operationVariables,
  readEnvironment,
  type VariableName,
} from '../environment/environment.ts';
import type { OperationHandler } from '../http/operation-handler.ts';
import { operationHandler } from '../http/operation-handler.ts';
import type { RequestContract } from '../operation/contract.ts';
import type { Answering } from '../operation/idempotency.ts';
import type { Operation } from '../operation/scope.ts';
import { connectedDocumentClient } from '../storage/document-client.ts';
import { DynamoDbMispStore } from '../storage/dynamodb-misp-store.ts';
import { writeLog } from '../telemetry/log.ts';
import { metricsOf } from '../telemetry/metrics.ts';

/**
 * The composition root of the operations: binds an operation to the function's environment, its clients and its clock,
 * once, when the function starts.
 * @param bind makes the operation from the environment variables that its contract names.
 * @param answering how a repeated request is answered; for operations that take an idempotency key.
 */
export async function serveOperation<Input extends object, Body, Variables extends VariableName>(
  request: RequestContract<Input, Variables>,
  bind: (environment: Environment<Variables>) => Operation<Input, Body>,
  answering?: Answering<Input, Body>,
): Promise<OperationHandler> {
  const shared = readEnvironment(operationVariables, process.env);
  const client = await connectedDocumentClient();
  const tables = { misps: shared.MISPS_TABLE, outbox: shared.AUDIT_OUTBOX_TABLE };
  const operation = bind(readEnvironment(request.environment, process.env));
  const serving = {
    errorCodes: shared.ERROR_CODES,
    clock: Date.now,
    storeUntil: (deadline: number) => new DynamoDbMispStore(client, tables, deadline),
    log: writeLog,
    metrics: metricsOf(shared.SERVICE),
  };
  return operationHandler(request, operation, serving, answering);
}
