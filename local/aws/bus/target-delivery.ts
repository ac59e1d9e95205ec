import type { FunctionInvoker } from '../../functions/invocation.ts';
import { executeOrThrow, type Intercept } from '../call-path.ts';
import type { Queues } from '../queues.ts';
import type { RuleTarget } from './bus-rules.ts';
import type { LogGroups } from './log-groups.ts';

/** The caller of EventBridge's own calls. */
const sender = 'events.amazonaws.com';

/** What a delivery needs. */
export interface DeliveryDependencies {
  /** Intercepts every call to a target. */
  readonly intercept: Intercept;
  readonly queues: Queues;
  readonly logGroups: LogGroups;
  /** Undefined until functions can be invoked. */
  invoker(): FunctionInvoker | undefined;
  clock(): number;
  onProblem(text: string): void;
}

/**
 * Sends an event to a target. A failed delivery goes to the dead-letter queue at once. On AWS, EventBridge first
 * retries for up to a day, unless permission or the target is missing.
 */
export async function deliverToTarget(
  event: object,
  target: RuleTarget,
  dependencies: DeliveryDependencies,
): Promise<void> {
  try {
    await deliver(event, target, dependencies);
  } catch (error) {
    dependencies.onProblem(`${target.ruleArn} could not deliver to ${target.arn}: ${error}`);
    if (target.deadLetterArn === undefined) return;
    const attributes = {
      RULE_ARN: target.ruleArn,
      TARGET_ARN: target.arn,
      ERROR_CODE: 'SDK_CLIENT_ERROR',
      ERROR_MESSAGE: String(error),
      RETRY_ATTEMPTS: '0',
    };
    try {
      await dependencies.queues.send(target.deadLetterArn, JSON.stringify(event), { sender, attributes });
    } catch (queueError) {
      dependencies.onProblem(`${target.deadLetterArn} did not accept the event: ${queueError}`);
    }
  }
}

async function deliver(event: object, target: RuleTarget, dependencies: DeliveryDependencies): Promise<void> {
  const message = JSON.stringify(event);
  switch (target.kind) {
    case 'log group': {
      const input = { logGroupName: target.name };
      const call = {
        caller: sender,
        sourceArn: target.ruleArn,
        service: 'logs',
        action: 'PutLogEvents',
        input,
      } as const;
      await executeOrThrow(dependencies.intercept, call, async () =>
        dependencies.logGroups.put(target.name, { timestamp: dependencies.clock(), message }),
      );
      return;
    }
    case 'queue':
      await dependencies.queues.send(target.arn, message, { sender });
      return;
    case 'function': {
      const input = { FunctionName: target.arn };
      const call = { caller: sender, service: 'lambda', action: 'InvokeFunction', input } as const;
      await executeOrThrow(dependencies.intercept, call, async () => {
        const invoker = dependencies.invoker();
        if (invoker === undefined) throw new Error('No function can be invoked yet');
        const result = await invoker.invoke(target.arn, event);
        // EventBridge invokes asynchronously, so an error of the function is not a failed delivery.
        if (!result.ok) dependencies.onProblem(`${target.arn} failed with ${result.errorType}: ${result.errorMessage}`);
      });
      return;
    }
    case 'external':
      // Reported once, by the constructor of `EventBus`.
      return;
  }
}
