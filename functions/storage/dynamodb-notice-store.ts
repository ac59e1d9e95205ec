import {
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { OutboxRow } from '../audit/outbox-row.ts';
import { tokenOf } from '../audit/row-id.ts';
import type { Instant, Misp } from '../domain/misp.ts';
import type { ExpiryNotice } from '../domain/running-out.ts';
import type { TableNames } from './dynamodb-misp-store.ts';
import { ANNOUNCED_KEY, afterOrder, LIST_PARTITION, mispKey, noticeKey, positionOf } from './keys.ts';
import type { AnnounceOutcome, Checkpoint, NoticeStore, RunningOut } from './notice-store.ts';
import { CONDITION_FAILED, cancellationReasons, readPage, sendWithin } from './send-within.ts';
import { FORGET_AT, type IndexName, indexes, MISPS_KEY } from './table-schema.ts';
import { UnknownShape } from './unknown-shape.ts';

/** The time up to which everything due has been announced. */
interface AnnouncedItem {
  readonly [MISPS_KEY]: string;
  readonly shape: number;
  readonly announcedUntil: string;
  /** Absent if the first run was one of an earlier version of the code. */
  readonly firstRun?: string;
}

/** The tightest announced threshold of a MISP that runs out at the time in its key. */
interface NoticeItem {
  readonly [MISPS_KEY]: string;
  readonly shape: number;
  readonly noticeDays: number;
  readonly [FORGET_AT]: number;
}

const SHAPE = 1;
const INDEX = 'by-running-out' satisfies IndexName;
const DAY_MS = 24 * 60 * 60 * 1000;
/** How long a notice is kept after its MISP has run out: longer than any outage of the schedule can go unnoticed. */
const KEPT_FOR_MS = 40 * DAY_MS;

/** Announcements of expiring licences, in the table of MISPs. */
export class DynamoDbNoticeStore implements NoticeStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #tables: TableNames;
  readonly #deadlineOfCall: () => number;

  /** @param deadlineOfCall the deadline of a call that begins now, on the clock of `performance.now()`. */
  constructor(client: DynamoDBDocumentClient, tables: TableNames, deadlineOfCall: () => number) {
    this.#client = client;
    this.#tables = tables;
    this.#deadlineOfCall = deadlineOfCall;
  }

  /** @throws UnknownShape for a checkpoint that this code cannot read. */
  async checkpoint(): Promise<Checkpoint | undefined> {
    const command = new GetCommand({
      TableName: this.#tables.misps,
      Key: { [MISPS_KEY]: ANNOUNCED_KEY },
      ConsistentRead: true,
    });
    const { Item } = await this.#within((signal) => this.#client.send(command, { abortSignal: signal }));
    if (Item === undefined) return undefined;
    const { shape, announcedUntil, firstRun } = Item as AnnouncedItem;
    if (shape !== SHAPE) throw new UnknownShape(shape);
    return {
      announcedUntil: Date.parse(announcedUntil),
      ...(firstRun === undefined ? {} : { firstRunAt: Date.parse(firstRun) }),
    };
  }

  async moveCheckpoint({ announcedUntil, firstRunAt }: Checkpoint): Promise<void> {
    const command = new UpdateCommand({
      TableName: this.#tables.misps,
      Key: { [MISPS_KEY]: ANNOUNCED_KEY },
      UpdateExpression: `SET #shape = :shape, announcedUntil = :to${firstRunAt === undefined ? '' : ', firstRun = if_not_exists(firstRun, :first)'}`,
      // Two concurrent runs must not move each other's checkpoint back.
      ConditionExpression: 'attribute_not_exists(announcedUntil) OR (#shape = :shape AND announcedUntil < :to)',
      ExpressionAttributeNames: { '#shape': 'shape' },
      ExpressionAttributeValues: {
        ...{ ':shape': SHAPE, ':to': new Date(announcedUntil).toISOString() },
        ...(firstRunAt === undefined ? {} : { ':first': new Date(firstRunAt).toISOString() }),
      },
    });
    try {
      await this.#within((signal) => this.#client.send(command, { abortSignal: signal }));
    } catch (error) {
      if (!(error instanceof Error && error.name === 'ConditionalCheckFailedException')) throw error;
    }
  }

  async *runningOut(from: Instant, to: Instant): AsyncIterable<RunningOut> {
    const { partition, sort } = indexes[INDEX];
    let startKey: Record<string, unknown> | undefined;
    do {
      const command = new QueryCommand({
        TableName: this.#tables.misps,
        IndexName: INDEX,
        // Only enough to find the MISP: its state is read strongly later.
        ProjectionExpression: '#sort',
        KeyConditionExpression: '#partition = :partition AND #sort BETWEEN :from AND :to',
        ExpressionAttributeNames: { '#partition': partition, '#sort': sort },
        ExpressionAttributeValues: {
          ':partition': LIST_PARTITION,
          ':from': new Date(from).toISOString(),
          ':to': afterOrder(new Date(to).toISOString()),
        },
        ExclusiveStartKey: startKey,
      });
      const page = await readPage(this.#deadlineOfCall(), (signal) =>
        this.#client.send(command, { abortSignal: signal }),
      );
      for (const item of page.Items) {
        const position = positionOf(String(item[sort]));
        if (position !== undefined) yield { mispId: position.mispId, runsOutAt: Date.parse(position.order) };
      }
      startKey = page.LastEvaluatedKey;
    } while (startKey !== undefined);
  }

  async announce(misp: Misp, { license, noticeDays }: ExpiryNotice, row: OutboxRow): Promise<AnnounceOutcome> {
    const item: NoticeItem = {
      [MISPS_KEY]: noticeKey(misp.id, new Date(license.validTo).toISOString()),
      shape: SHAPE,
      noticeDays,
      [FORGET_AT]: Math.ceil((Math.max(row.at, license.validTo) + KEPT_FOR_MS) / 1000),
    };
    const command = new TransactWriteCommand({
      ClientRequestToken: tokenOf(row.id),
      TransactItems: [
        {
          ConditionCheck: {
            TableName: this.#tables.misps,
            Key: { [MISPS_KEY]: mispKey(misp.id) },
            ConditionExpression: '#version = :version',
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':version': misp.version },
          },
        },
        {
          Put: {
            TableName: this.#tables.misps,
            Item: item,
            ConditionExpression: 'attribute_not_exists(noticeDays) OR noticeDays > :noticeDays',
            ExpressionAttributeValues: { ':noticeDays': noticeDays },
          },
        },
        { Put: { TableName: this.#tables.outbox, Item: row } },
      ],
    });
    try {
      await this.#within((signal) => this.#client.send(command, { abortSignal: signal }));
      return 'announced';
    } catch (error) {
      const [ofMisp, ofNotice] = (cancellationReasons(error) ?? []).map(({ Code }) => Code === CONDITION_FAILED);
      // Check first for a notice that is as tight: it may be this one, and the MISP may have changed since.
      if (ofNotice) return 'announced-before';
      if (ofMisp) return 'misp-changed';
      throw error;
    }
  }

  #within<T>(send: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return sendWithin(this.#deadlineOfCall(), send);
  }
}
