import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { ServiceCall } from './admission.ts';
import type { ServiceAnswer } from './call-path.ts';
import type { QueueMessage, Queues } from './queues.ts';

type Body = Readonly<Record<string, unknown>>;
type Action = (input: unknown, queues: Queues, caller: string) => Promise<Body> | Body;

/** An error answer of SQS. */
class QueueError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

// Strict: a setting that is not emulated is an error, not ignored.
const byName = z.strictObject({ QueueName: z.string() });
const ofQueue = z.strictObject({ QueueUrl: z.string(), AttributeNames: z.optional(z.array(z.string())) });
const receiving = z.strictObject({
  QueueUrl: z.string(),
  MaxNumberOfMessages: z._default(z.int().check(z.minimum(1), z.maximum(10)), 1),
  // Ignored: there is only one server, so waiting cannot find more messages.
  WaitTimeSeconds: z.optional(z.number()),
  // Ignored: all attributes are always returned.
  MessageAttributeNames: z.optional(z.array(z.string())),
  MessageSystemAttributeNames: z.optional(z.array(z.string())),
});
const purging = z.strictObject({ QueueUrl: z.string() });
const deleting = z.strictObject({ QueueUrl: z.string(), ReceiptHandle: z.string() });
const deletingBatch = z.strictObject({
  QueueUrl: z.string(),
  Entries: z
    .array(z.strictObject({ Id: z.string(), ReceiptHandle: z.string() }))
    .check(z.minLength(1), z.maxLength(10)),
});
const attribute = z.strictObject({ DataType: z.literal('String'), StringValue: z.string() });
const sending = z.strictObject({
  QueueUrl: z.string(),
  MessageBody: z.string().check(z.minLength(1)),
  MessageAttributes: z.optional(z.record(z.string(), attribute)),
});

const actions: Readonly<Record<string, Action>> = {
  GetQueueUrl(input, queues) {
    const { QueueName } = read(byName, input);
    // The URL of a queue consists of the region, account and name in its ARN.
    const [, , , region, account] = arnNamed(QueueName, queues).split(':');
    return { QueueUrl: `https://sqs.${region}.amazonaws.com/${account}/${QueueName}` };
  },
  GetQueueAttributes(input, queues) {
    const { QueueUrl, AttributeNames = [] } = read(ofQueue, input);
    const arn = arnOf(QueueUrl, queues);
    const messages = queues.list(arn);
    const visible = messages.filter((message) => queues.isVisible(message)).length;
    const all: Readonly<Record<string, string>> = {
      QueueArn: arn,
      ApproximateNumberOfMessages: String(visible),
      ApproximateNumberOfMessagesNotVisible: String(messages.length - visible),
    };
    const isWanted = (name: string) => AttributeNames.includes('All') || AttributeNames.includes(name);
    return { Attributes: Object.fromEntries(Object.entries(all).filter(([name]) => isWanted(name))) };
  },
  ReceiveMessage(input, queues) {
    const { QueueUrl, MaxNumberOfMessages } = read(receiving, input);
    const messages = queues.receive(arnOf(QueueUrl, queues), MaxNumberOfMessages);
    return messages.length === 0 ? {} : { Messages: messages.map(onTheWire) };
  },
  DeleteMessage(input, queues) {
    const { QueueUrl, ReceiptHandle } = read(deleting, input);
    queues.delete(arnOf(QueueUrl, queues), messageIdOf(ReceiptHandle));
    return {};
  },
  DeleteMessageBatch(input, queues) {
    const { QueueUrl, Entries } = read(deletingBatch, input);
    const arn = arnOf(QueueUrl, queues);
    for (const { ReceiptHandle } of Entries) queues.delete(arn, messageIdOf(ReceiptHandle));
    return { Successful: Entries.map(({ Id }) => ({ Id })), Failed: [] };
  },
  PurgeQueue(input, queues) {
    const arn = arnOf(read(purging, input).QueueUrl, queues);
    for (const { id } of queues.list(arn)) queues.delete(arn, id);
    return {};
  },
  async SendMessage(input, queues, sender) {
    const { QueueUrl, MessageBody, MessageAttributes = {} } = read(sending, input);
    const attributes = Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue]),
    );
    const MessageId = await queues.send(arnOf(QueueUrl, queues), MessageBody, { sender, attributes });
    return { MessageId, MD5OfMessageBody: md5(MessageBody) };
  },
};

/**
 * Executes a call to SQS. Emulates what operators need to handle dead letters; functions do not call SQS.
 * @returns undefined if the action is not emulated.
 */
export async function answerQueueCall(
  { action, caller, input }: ServiceCall,
  queues: Queues,
): Promise<ServiceAnswer | undefined> {
  const execute = actions[action];
  if (execute === undefined) return undefined;
  try {
    return { status: 200, body: JSON.stringify(await execute(input, queues, caller ?? 'anonymous')) };
  } catch (error) {
    if (!(error instanceof QueueError)) throw error;
    const body = { __type: `com.amazonaws.sqs#${error.code}`, message: error.message };
    return { status: 400, body: JSON.stringify(body) };
  }
}

function onTheWire({ id, body, attributes, sentAt, receiveCount, firstReceivedAt }: QueueMessage): Body {
  const named = Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]);
  return {
    MessageId: id,
    // On AWS a handle is valid for one receive. Here only its message id counts.
    ReceiptHandle: `${id}/${receiveCount}`,
    Body: body,
    MD5OfBody: md5(body),
    Attributes: {
      SentTimestamp: String(sentAt),
      ApproximateReceiveCount: String(receiveCount),
      ApproximateFirstReceiveTimestamp: String(firstReceivedAt),
    },
    ...(named.length === 0 ? {} : { MessageAttributes: Object.fromEntries(named) }),
  };
}

function messageIdOf(receiptHandle: string): string {
  const [id = '', count] = receiptHandle.split('/');
  if (count === undefined) throw new QueueError('ReceiptHandleIsInvalid', 'The receipt handle is not valid');
  return id;
}

/** The last part of the URL identifies the queue, at any address of SQS. */
function arnOf(queueUrl: string, queues: Queues): string {
  return arnNamed(queueUrl.slice(queueUrl.lastIndexOf('/') + 1), queues);
}

function arnNamed(name: string, queues: Queues): string {
  const arn = queues.arns.find((candidate) => candidate.endsWith(`:${name}`));
  if (arn === undefined) throw new QueueError('QueueDoesNotExist', 'The specified queue does not exist.');
  return arn;
}

function read<Schema extends z.core.$ZodType>(schema: Schema, input: unknown): z.core.output<Schema> {
  const result = z.safeParse(schema, input);
  if (result.success) return result.data;
  throw new QueueError('InvalidParameterValue', `Not emulated, or not valid: ${z.prettifyError(result.error)}`);
}

/** SQS's checksum of a message, which the SDK verifies. */
function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
