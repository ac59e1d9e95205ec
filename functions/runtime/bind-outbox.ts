import type { Context } from 'aws-lambda';
import { connectedEventBridgeClient, EventBridgeBus } from '../audit/eventbridge-bus.ts';
import type { Publishing } from '../audit/publish-rows.ts';
import { publisherVariables, readEnvironment } from '../environment/environment.ts';
import { connectedDynamoDbClient } from '../storage/dynamodb-client.ts';
import { DynamoDbOutbox } from '../storage/dynamodb-outbox.ts';
import type { Outbox } from '../storage/outbox.ts';
import { writeLog } from '../telemetry/log.ts';
import { metricsOf } from '../telemetry/metrics.ts';

/** Reserved from the function's time, to return the result. */
const RESPONSE_RESERVE_MS = 2000;

/**
 * The composition root of publisher and sweeper: binds them to the function's environment and clients, once, when the
 * function starts.
 * @returns the dependencies of one invocation.
 */
export async function bindOutbox(): Promise<(context: Context) => Publishing & { readonly outbox: Outbox }> {
  const environment = readEnvironment(publisherVariables, process.env);
  // At once: each connection mostly waits for the other side.
  const [client, busClient] = await Promise.all([connectedDynamoDbClient(), connectedEventBridgeClient()]);
  const metrics = metricsOf(environment.SERVICE);
  const bus = new EventBridgeBus(busClient, environment.AUDIT_BUS);
  return (context) => {
    const deadline = performance.now() + context.getRemainingTimeInMillis() - RESPONSE_RESERVE_MS;
    const outbox = new DynamoDbOutbox(client, environment.AUDIT_OUTBOX_TABLE, deadline);
    return {
      bus,
      outbox,
      log: writeLog,
      metrics,
      timeLeft: () => deadline - performance.now(),
    };
  };
}
