import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { JsonFile } from '../data/json-file.ts';
import type { Resource, RunnableTemplate } from '../template/resources.ts';
import { carryOutOrThrow, type Intercept } from './call-path.ts';
import { ignored, readProperties } from './resource-properties.ts';

const storedMessage = z.object({
  id: z.string(),
  body: z.string(),
  attributes: z.record(z.string(), z.string()),
  /** Milliseconds since 1970. */
  sentAt: z.number(),
  receiveCount: z.number(),
  visibleAt: z.number(),
});
type StoredMessage = z.infer<typeof storedMessage>;

/** A message that waits in a queue. */
export type QueueMessage = Readonly<StoredMessage>;

export interface SendOptions {
  /** Who sends: an access key id, a service, or a function that a service acts for. */
  readonly sender: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

const queueProperties = z.object({
  MessageRetentionPeriod: z._default(z.number(), 345_600),
  VisibilityTimeout: z._default(z.number(), 30),
  // What would make messages behave otherwise than here is refused; encryption, names, policies and tags are read past.
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

/** The standard queues of a template, as far as dead letters and failure destinations need them. */
export class Queues {
  readonly #queues: readonly Queue[];
  readonly #clock: () => number;
  readonly #intercept: Intercept;

  /**
   * @param clock milliseconds since 1970.
   * @throws Error naming a queue that is not imitated: FIFO, delayed, or with dead letters of its own.
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
   * @throws Error when there is no such queue, or when the call failed.
   */
  async send(queueArn: string, body: string, options: SendOptions): Promise<string> {
    const queue = this.#find(queueArn);
    const input = { QueueUrl: queue.resource.name, MessageBody: body };
    const call = { caller: options.sender, service: 'sqs', action: 'SendMessage', input } as const;
    const id = randomUUID();
    await carryOutOrThrow(this.#intercept, call, async () => {
      const now = this.#clock();
      const attributes = { ...options.attributes };
      const message = { id, body, attributes, sentAt: now, receiveCount: 0, visibleAt: now };
      this.#replace(queue, [...this.#kept(queue), message]);
    });
    return id;
  }

  /** All messages of a queue, the oldest first, without receiving them. */
  list(queueArn: string): readonly QueueMessage[] {
    return this.#kept(this.#find(queueArn));
  }

  /** Whether a message can be received now. */
  isVisible({ visibleAt }: QueueMessage): boolean {
    return visibleAt <= this.#clock();
  }

  /** Up to `max` visible messages; they stay in the queue, out of sight for its visibility timeout, until they are deleted. */
  receive(queueArn: string, max = 10): readonly QueueMessage[] {
    const queue = this.#find(queueArn);
    const now = this.#clock();
    const received = this.#kept(queue)
      .filter((message) => this.isVisible(message))
      .slice(0, max);
    for (const message of received) {
      message.receiveCount += 1;
      message.visibleAt = now + queue.visibilityTimeout;
    }
    this.#replace(queue, this.#kept(queue));
    return received;
  }

  /** Deletes a message; one that is gone already is no error. */
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
