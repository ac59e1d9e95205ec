import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { JsonFile } from '../data/json-file.ts';
import type { Resource, RunnableTemplate } from '../template/resources.ts';
import { executeOrThrow, type Intercept } from './call-path.ts';
import { ignored, readProperties } from './resource-properties.ts';

const storedMessage = z.object({
  id: z.string(),
  body: z.string(),
  attributes: z.record(z.string(), z.string()),
  /** Milliseconds since 1970. */
  sentAt: z.number(),
  receiveCount: z.number(),
  visibleAt: z.number(),
  /** Absent until it is received. */
  firstReceivedAt: z.optional(z.number()),
});
type StoredMessage = z.infer<typeof storedMessage>;

export type QueueMessage = Readonly<StoredMessage>;

export interface SendOptions {
  /** The sender: an access key id, a service, or the ARN of a function that a service acts for. */
  readonly sender: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

const queueProperties = z.object({
  MessageRetentionPeriod: z._default(z.number(), 345_600),
  VisibilityTimeout: z._default(z.number(), 30),
  // Refuses properties that would change how messages behave. Encryption, names, policies and tags are ignored.
  FifoQueue: z.optional(z.literal(false)),
  DelaySeconds: z.optional(z.literal(0)),
  RedrivePolicy: z.optional(z.never()),
  Tags: ignored,
});

interface Queue {
  readonly resource: Resource;
  /** Milliseconds. */
  readonly retention: number;
  readonly visibilityTimeout: number;
  readonly file: JsonFile;
  messages: StoredMessage[];
}

/** Emulates the standard queues of a template, with what dead letters and failure destinations need. */
export class Queues {
  readonly #queues: readonly Queue[];
  readonly #clock: () => number;
  readonly #intercept: Intercept;

  /**
   * @param clock milliseconds since 1970.
   * @throws Error naming a queue that is not emulated: FIFO, delayed, or with its own dead-letter queue.
   */
  constructor(template: RunnableTemplate, clock: () => number, intercept: Intercept, dataFolder?: string) {
    this.#clock = clock;
    this.#intercept = intercept;
    this.#queues = template.ofType('AWS::SQS::Queue').map((resource) => {
      const properties = readProperties(resource, queueProperties);
      const file = new JsonFile(dataFolder && join(dataFolder, 'queues', `${resource.logicalId}.json`));
      return {
        resource,
        retention: properties.MessageRetentionPeriod * 1_000,
        visibilityTimeout: properties.VisibilityTimeout * 1_000,
        file,
        messages: file.read((value) => z.array(storedMessage).parse(value)) ?? [],
      };
    });
  }

  /** The ARNs of all queues. */
  get arns(): readonly string[] {
    return this.#queues.flatMap(({ resource }) => (resource.arn === undefined ? [] : [resource.arn]));
  }

  /**
   * Sends a message.
   * @returns its id.
   * @throws Error if there is no such queue, or if the call failed.
   */
  async send(queueArn: string, body: string, options: SendOptions): Promise<string> {
    const queue = this.#find(queueArn);
    const input = { QueueUrl: queue.resource.name, MessageBody: body };
    const call = { caller: options.sender, service: 'sqs', action: 'SendMessage', input } as const;
    const id = randomUUID();
    await executeOrThrow(this.#intercept, call, async () => {
      const now = this.#clock();
      const attributes = { ...options.attributes };
      const message = { id, body, attributes, sentAt: now, receiveCount: 0, visibleAt: now };
      this.#replace(queue, [...this.#kept(queue), message]);
    });
    return id;
  }

  /** All messages of a queue, oldest first, without receiving them. */
  list(queueArn: string): readonly QueueMessage[] {
    return this.#kept(this.#find(queueArn));
  }

  /** Whether a message can be received now. */
  isVisible({ visibleAt }: QueueMessage): boolean {
    return visibleAt <= this.#clock();
  }

  /**
   * Receives up to `max` visible messages. They stay in the queue until deleted, invisible for its visibility timeout.
   */
  receive(queueArn: string, max = 10): readonly QueueMessage[] {
    const queue = this.#find(queueArn);
    const now = this.#clock();
    const received = this.#kept(queue)
      .filter((message) => this.isVisible(message))
      .slice(0, max);
    for (const message of received) {
      message.receiveCount += 1;
      message.firstReceivedAt ??= now;
      message.visibleAt = now + queue.visibilityTimeout;
    }
    this.#replace(queue, this.#kept(queue));
    return received;
  }

  /** Deletes a message; no error if it is already gone. */
  delete(queueArn: string, messageId: string): void {
    const queue = this.#find(queueArn);
    this.#replace(
      queue,
      this.#kept(queue).filter((message) => message.id !== messageId),
    );
  }

  #find(queueArn: string): Queue {
    const found = this.#queues.find(({ resource }) => resource.arn === queueArn);
    if (found === undefined) throw new Error(`There is no queue ${queueArn}`);
    return found;
  }

  #kept(queue: Queue): StoredMessage[] {
    const oldest = this.#clock() - queue.retention;
    return queue.messages.filter((message) => message.sentAt >= oldest);
  }

  #replace(queue: Queue, messages: StoredMessage[]): void {
    queue.messages = messages;
    queue.file.write(messages);
  }
}
