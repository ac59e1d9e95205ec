import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';

/** SQS hands out and deletes so many messages a call. */
export const MAX_MESSAGES = 10;
/** With a wait, SQS asks all of its servers; without one, an answer may be empty although there are messages. */
const WAIT_SECONDS = 2;

/** How full a queue is, as far as SQS can tell. */
export interface QueueDepth {
  readonly visible: number;
  /** Received by somebody a short while ago and not deleted since. */
  readonly outOfSight: number;
}

/** A dead-letter queue. What is received stays in it, out of sight for its visibility timeout, until it is deleted. */
export class DeadLetterQueue {
  readonly #client: SQSClient;
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
    // Otherwise the client calls the host in the URL, also where AWS_ENDPOINT_URL names another.
    this.#client = new SQSClient({ useQueueUrlAsEndpoint: false });
  }

  async depth(): Promise<QueueDepth> {
    const { Attributes = {} } = await this.#client.send(
      new GetQueueAttributesCommand({
        QueueUrl: this.#url,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    );
    return {
      visible: Number(Attributes.ApproximateNumberOfMessages ?? 0),
      outOfSight: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
    };
  }

  /** Up to `max` messages, at most ten; none when nothing is to be had at the moment. */
  async receive(max: number): Promise<readonly Message[]> {
    const { Messages = [] } = await this.#client.send(
      new ReceiveMessageCommand({
        QueueUrl: this.#url,
        MaxNumberOfMessages: Math.min(max, MAX_MESSAGES),
        WaitTimeSeconds: WAIT_SECONDS,
        MessageAttributeNames: ['All'],
      }),
    );
    return Messages;
  }

  /** Deletes up to ten messages. @returns the receipts of those that SQS did not delete. */
  async remove(receiptHandles: readonly string[]): Promise<readonly string[]> {
    if (receiptHandles.length === 0) return [];
    const { Failed = [] } = await this.#client.send(
      new DeleteMessageBatchCommand({
        QueueUrl: this.#url,
        Entries: receiptHandles.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle })),
      }),
    );
    return Failed.flatMap(({ Id }) => receiptHandles[Number(Id)] ?? []);
  }
}
