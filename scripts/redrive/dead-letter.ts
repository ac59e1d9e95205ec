import type { Message } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import { EVENT_SOURCE } from '../../functions/audit/event-source.ts';

/** A message of a target's dead-letter queue, with the undelivered event. */
export interface DeadLetter {
  readonly messageId: string;
  readonly receiptHandle: string;
  /** Of the rule whose target did not take the event. */
  readonly ruleArn: string;
  readonly event: UndeliveredEvent;
  /** When it came into the queue, and when somebody first received it, by the clock of SQS. */
  readonly sentAt: number;
  readonly receivedAt: number;
}

/** A message that stays in the queue, and why. */
export interface SkippedMessage {
  readonly messageId: string;
  readonly why: string;
}

const undeliveredEvent = z.object({
  source: z.string(),
  'detail-type': z.string(),
  time: z.iso.datetime(),
  resources: z._default(z.array(z.string()), []),
  detail: z.record(z.string(), z.unknown()),
});
/** The undelivered event in the message of EventBridge. */
export type UndeliveredEvent = z.infer<typeof undeliveredEvent>;

/**
 * Reads a message of a dead-letter queue. The rule that EventBridge names must belong to the target bus. PutEvents
 * accepts and drops events for a bus that does not exist, and the message would then be deleted.
 */
export function readDeadLetter(message: Message, bus: string): DeadLetter | SkippedMessage {
  const messageId = message.MessageId ?? 'without an id';
  const skipped = (why: string): SkippedMessage => ({ messageId, why });
  const ruleArn = message.MessageAttributes?.RULE_ARN?.StringValue;
  if (ruleArn === undefined) return skipped('it does not come from a rule of EventBridge (no RULE_ARN)');
  if (busOf(ruleArn) !== bus) return skipped(`it comes from the bus ${busOf(ruleArn)} (${ruleArn})`);
  if (message.ReceiptHandle === undefined) return skipped('it came without a receipt');
  const event = undeliveredEvent.safeParse(parse(message.Body));
  // Says where and what is wrong, without the content of the message.
  const [issue] = event.error?.issues ?? [];
  if (!event.success) return skipped(`it holds no event: ${issue?.path.join('.') || 'body'}: ${issue?.message}`);
  if (event.data.source !== EVENT_SOURCE) return skipped(`its source is not ${EVENT_SOURCE}`);
  const { SentTimestamp: sentAt, ApproximateFirstReceiveTimestamp: receivedAt } = message.Attributes ?? {};
  return {
    ...{ messageId, receiptHandle: message.ReceiptHandle, ruleArn, event: event.data },
    ...{ sentAt: Number(sentAt), receivedAt: Number(receivedAt) },
  };
}

/** The bus in a rule's ARN: `…:rule/<bus>/<rule>`, or `…:rule/<rule>` on the default bus. */
function busOf(ruleArn: string): string {
  const [, ...parts] = ruleArn.slice(ruleArn.lastIndexOf(':') + 1).split('/');
  return parts.length > 1 ? parts.slice(0, -1).join('/') : 'default';
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
