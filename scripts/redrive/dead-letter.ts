import type { Message } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';

/** An event that did not reach a target, as it lies in the target's dead-letter queue. */
export interface DeadLetter {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly event: DeadEvent;
}

/** A message that is not put back, and why. */
export interface Unfit {
  readonly messageId: string;
  readonly why: string;
}

const deadEvent = z.object({
  source: z.string(),
  'detail-type': z.string(),
  time: z.iso.datetime(),
  resources: z._default(z.array(z.string()), []),
  detail: z.record(z.string(), z.unknown()),
});
/** The event as EventBridge writes it into the message: what was put, with an id, a time and a place. */
export type DeadEvent = z.infer<typeof deadEvent>;

/**
 * Reads a message of a dead-letter queue.
 *
 * The rule that EventBridge names must belong to the bus that the events go to: PutEvents accepts events for a bus that
 * does not exist and drops them, and the message would be deleted after that.
 */
export function readDeadLetter(message: Message, bus: string): DeadLetter | Unfit {
  const messageId = message.MessageId ?? 'without an id';
  const unfit = (why: string): Unfit => ({ messageId, why });
  const ruleArn = message.MessageAttributes?.RULE_ARN?.StringValue;
  if (ruleArn === undefined) return unfit('it does not come from a rule of EventBridge (no RULE_ARN)');
  if (busOf(ruleArn) !== bus) return unfit(`it comes from the bus ${busOf(ruleArn)} (${ruleArn})`);
  if (message.ReceiptHandle === undefined) return unfit('it came without a receipt');
  const event = deadEvent.safeParse(parse(message.Body));
  // Where and what is wrong, and nothing of what the message holds.
  const [issue] = event.error?.issues ?? [];
  if (!event.success) return unfit(`it holds no event: ${issue?.path.join('.') || 'body'}: ${issue?.message}`);
  return { messageId, receiptHandle: message.ReceiptHandle, event: event.data };
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
