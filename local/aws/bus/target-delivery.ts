import type { FunctionInvoker } from '../../functions/invocation.ts';
import { carryOutOrThrow, type Intercept } from '../call-path.ts';
import type { Queues } from '../queues.ts';
import type { RuleTarget } from './bus-rules.ts';
import type { LogGroups } from './log-groups.ts';

/** The name under which EventBridge's own calls are admitted. */
const sender = 'events.amazonaws.com';

/** What the targets are made of. */
export interface DeliveryMeans {
  /** Stands in the way of every call to a target. */
  readonly intercept: Intercept;
  readonly queues: Queues;
  readonly logGroups: LogGroups;
  /** Undefined until functions can be invoked. */
  invoker(): FunctionInvoker | undefined;
  clock(): number;
  onProblem(text: string): void;
}

/**
 * Sends an event to a target. What fails goes to the target's dead-letter queue at once; on AWS, EventBridge first tries
 * again for up to a day, unless the failure is one of permission or of a missing target.
 */
export async function deliverToTarget(event: object, target: RuleTarget, means: DeliveryMeans): Promise<void> {
  try {
    await deliver(event, target, means);
  } catch (error) {
    means.onProblem(`${target.ruleArn} could not deliver to ${target.arn}: ${error}`);
    if (target.deadLetterArn === undefined) return;
    const attributes = {
      RULE_ARN: target.ruleArn,
      TARGET_ARN: target.arn,
      ERROR_CODE: 'SDK_CLIENT_ERROR',
      ERROR_MESSAGE: String(error),
      RETRY_ATTEMPTS: '0',
    };
    try {
      await means.queues.send(target.deadLetterArn, JSON.stringify(event), { sender, attributes });
    } catch (queueError) {
      means.onProblem(`${target.deadLetterArn} did not take the event: ${queueError}`);
    }
  }
}

async function deliver(event: object, target: RuleTarget, means: DeliveryMeans): Promise<void> {
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
      await carryOutOrThrow(means.intercept, call, async () =>
        means.logGroups.put(target.name, { timestamp: means.clock(), message }),
      );
      return;
    }
    case 'queue':
      await means.queues.send(target.arn, message, { sender });
      return;
    case 'function': {
      const input = { FunctionName: target.arn };
      const call = { caller: sender, service: 'lambda', action: 'InvokeFunction', input } as const;
      await carryOutOrThrow(means.intercept, call, async () => {
        const invoker = means.invoker();
        if (invoker === undefined) throw new Error('No function can be invoked yet');
        const result = await invoker.invoke(target.arn, event);
        // EventBridge invokes asynchronously: that the function fails is no failed delivery.
        if (!result.ok) means.onProblem(`${target.arn} failed with ${result.errorType}: ${result.errorMessage}`);
      });
      return;
    }
    case 'external':
      // Reported once, when the rules are read.
      return;
  }
}
