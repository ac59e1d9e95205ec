import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';

/** SQS receives and deletes up to this many messages in one call. */
export const MAX_MESSAGES = 10;
/** Long polling queries all servers of SQS. Without it, an answer may be empty although there are messages. */
const WAIT_SECONDS = 2;

/** Approximate numbers of messages. */
export interface QueueDepth {
  readonly visible: number;
  /** Received recently and not deleted. */
  readonly invisible: number;
}

/** A dead-letter queue. Received messages stay in it until deleted, invisible for its visibility timeout. */
export class DeadLetterQueue {
  readonly #client: SQSClient;
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
    // Otherwise the client would call the host in the queue's URL and ignore AWS_ENDPOINT_URL.
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
      invisible: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
    };
  }

  /** Receives up to `max` messages, at most ten; none if none is visible now. */
  async receive(max: number): Promise<readonly Message[]> {
    const { Messages = [] } = await this.#client.send(
      new ReceiveMessageCommand({
        QueueUrl: this.#url,
        MaxNumberOfMessages: Math.min(max, MAX_MESSAGES),
        WaitTimeSeconds: WAIT_SECONDS,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['SentTimestamp', 'ApproximateFirstReceiveTimestamp'],
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
