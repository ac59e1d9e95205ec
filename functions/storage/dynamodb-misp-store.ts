import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, QueryCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { OutboxRow } from '../audit/outbox-row.ts';
import { tokenOf } from '../audit/row-id.ts';
import type { Instant, Misp } from '../domain/misp.ts';
import { freesNameOf, keepsOutcome, movesPointers, putsMisp, takesNameOf } from './change-actions.ts';
import { withoutUndefined } from './dynamodb-client.ts';
import type { IdempotencyRecord } from './idempotency-record.ts';
import { fromMispItem, type LicensePointerItem, type StoredMispItem } from './item-shapes.ts';
import { COUNTER_KEY, licenseKeyPointer, mispKey, positionOf, requestKey } from './keys.ts';
import { listQuery } from './list-query.ts';
import type { CommitOutcome, MispList, MispPage, MispStore, PageRequest, PutOutcome } from './misp-store.ts';
import { readItem } from './read-item.ts';
import { fromRequestItem, type RequestItem, secondsOf } from './request-item.ts';
import {
  type CancellationReason,
  CONDITION_FAILED,
  cancellationReasons,
  isConflict,
  readPage,
  SendAgain,
  sendWithin,
} from './send-within.ts';
import { indexes } from './table-schema.ts';

/** Names of the two tables that operations use. */
export interface TableNames {
  readonly misps: string;
  readonly outbox: string;
}

/**
 * The longest pause of a revocation after a conflict at its MISP. The pauses of other changes grow longer, so it gets
 * through first.
 */
const REVOCATION_PAUSE_MS = 25;

/** The id before the first MISP: ids start at 100. */
const COUNTER_START = 99;

/**
 * The store of MISPs in DynamoDB: one item a MISP; every change is one transaction with its audit row. A validation's
 * two calls are commands of the plain client: the document client's own work for a call takes longer than `marshall`.
 * They are sent without options (`document-client.ts`).
 * test/integration/path-costs.ts asserts what an operation costs in calls and capacity.
 */
export class DynamoDbMispStore implements MispStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #tables: TableNames;
  readonly #deadline: number;

  /** @param deadline of the request, on the clock of `performance.now()`. */
  constructor(client: DynamoDBDocumentClient, tables: TableNames, deadline: number) {
    this.#client = client;
    this.#tables = tables;
    this.#deadline = deadline;
  }

  async get(mispId: string): Promise<Misp | undefined> {
    const item = await this.#getItem<StoredMispItem>(mispKey(mispId));
    return item === undefined ? undefined : fromMispItem(item);
  }

  async ownerOfLicense(hash: string): Promise<string | undefined> {
    return (await this.#getItem<LicensePointerItem>(licenseKeyPointer(hash)))?.mispId;
  }

  async allocateMispId(): Promise<string> {
    const command = new UpdateCommand({
      TableName: this.#tables.misps,
      Key: { pk: COUNTER_KEY },
      UpdateExpression: 'SET lastId = if_not_exists(lastId, :start) + :one',
      ExpressionAttributeValues: { ':start': COUNTER_START, ':one': 1 },
      ReturnValues: 'UPDATED_NEW',
    });
    return this.#within(async (signal) => {
      const { Attributes } = await this.#client.send(command, { abortSignal: signal });
      const lastId: unknown = Attributes?.lastId;
      // An answer without the number is not DynamoDB's. Its text would be a legal id.
      if (typeof lastId !== 'number') throw new SendAgain();
      return String(lastId);
    });
  }

  async list(list: MispList, { limit, after }: PageRequest): Promise<MispPage> {
    const query = listQuery(list, after);
    const command = new QueryCommand({ TableName: this.#tables.misps, ...query, Limit: limit });
    const { Items, LastEvaluatedKey } = await readPage(this.#deadline, (signal) =>
      this.#client.send(command, { abortSignal: signal }),
    );
    const last: unknown = LastEvaluatedKey?.[indexes[query.IndexName].sort];
    const next = typeof last === 'string' ? positionOf(last) : undefined;
    return {
      misps: Items.map((item) => fromMispItem(item as StoredMispItem)),
      ...(next === undefined ? {} : { next }),
    };
  }

  async putRow(row: OutboxRow): Promise<void> {
    // The key is drawn once for each row, so that a repeated put writes the same row.
    const command = new PutItemCommand({ TableName: this.#tables.outbox, Item: marshall(row, withoutUndefined) });
    await this.#within(() => this.#client.send(command));
  }

  async recall(id: string, now: Instant): Promise<IdempotencyRecord | undefined> {
    const item = await this.#getItem<RequestItem>(requestKey(id));
    return item !== undefined && item.forgetAt > secondsOf(now) ? fromRequestItem(item) : undefined;
  }

  async putRowOnce(row: OutboxRow, record: IdempotencyRecord): Promise<PutOutcome> {
    const { misps, outbox } = this.#tables;
    const command = new TransactWriteCommand({
      ClientRequestToken: tokenOf(row.id),
      TransactItems: [keepsOutcome(record, row.at, misps), { Put: { TableName: outbox, Item: row } }],
    });
    try {
      await this.#sendUnlessKept(command, record, row.at);
      return { kind: 'put' };
    } catch (error) {
      const first = error instanceof KeptAlready ? error.first : keptIn(cancellationReasons(error)?.[0]);
      if (first === undefined) throw error;
      return { kind: 'repeated', first };
    }
  }

  /** @param freesName whether a change of name frees the old one. */
  async commit(
    before: Misp | undefined,
    after: Misp,
    row: OutboxRow,
    isRevocation = false,
    record?: IdempotencyRecord,
    freesName = true,
  ): Promise<CommitOutcome> {
    const { misps, outbox } = this.#tables;
    const takesName = after.normalizedName !== before?.normalizedName;
    const takeName = takesName ? [takesNameOf(after, misps)] : [];
    const freeName = takesName && before !== undefined && freesName ? [freesNameOf(before, misps)] : [];
    const keep = record === undefined ? [] : [keepsOutcome(record, row.at, misps)];
    const command = new TransactWriteCommand({
      // Different actions need another token.
      ClientRequestToken: freesName ? tokenOf(row.id) : `${tokenOf(row.id)}-2`,
      TransactItems: [
        putsMisp(before, after, misps),
        ...takeName,
        ...freeName,
        ...keep,
        ...movesPointers(before, after, misps),
        { Put: { TableName: outbox, Item: row } },
      ],
    });
    try {
      await this.#sendUnlessKept(command, record, row.at, isRevocation ? REVOCATION_PAUSE_MS : undefined);
      return { kind: 'committed' };
    } catch (error) {
      if (error instanceof KeptAlready) return { kind: 'repeated', first: error.first };
      const [misp, ...others] = cancellationReasons(error) ?? [];
      const taken = others.splice(0, takeName.length)[0];
      const freed = others.splice(0, freeName.length)[0];
      const first = keptIn(others.splice(0, keep.length)[0]);
      const current =
        misp?.Code === CONDITION_FAILED ? fromMispItem(unmarshallItem<StoredMispItem>(misp.Item)) : undefined;
      // A repeat comes first: its change has already been made, perhaps by an earlier send of this request.
      if (first !== undefined) return { kind: 'repeated', first, ...(current === undefined ? {} : { current }) };
      if (current !== undefined) return { kind: 'misp-changed', current };
      if (taken?.Code === CONDITION_FAILED) return { kind: 'name-taken' };
      // Another MISP or none holds the old name: leave it.
      if (freed?.Code === CONDITION_FAILED) return this.commit(before, after, row, isRevocation, record, false);
      if (!isItemTooLarge(error)) throw error;
      return { kind: takesName && (await this.#isTaken(after, row)) ? 'name-taken' : 'too-large' };
    }
  }

  /**
   * Sends a transaction. If it keeps an outcome, it checks after each conflict whether a concurrent repeat was quicker.
   * Otherwise many repeats would conflict with each other again and again.
   * @throws KeptAlready if one was.
   */
  async #sendUnlessKept(
    command: TransactWriteCommand,
    record: IdempotencyRecord | undefined,
    now: Instant,
    longestPauseMs?: number,
  ): Promise<void> {
    await this.#within(async (signal) => {
      try {
        await this.#client.send(command, { abortSignal: signal });
      } catch (error) {
        const first = record !== undefined && isConflict(error) ? await this.recall(record.id, now) : undefined;
        throw first === undefined ? error : new KeptAlready(first);
      }
    }, longestPauseMs);
  }

  /**
   * Whether a name is taken. DynamoDB refuses a transaction that is too large before it checks conditions, but a taken
   * name must be reported first (docs/rules.md, "The order of checks"). So this sends a transaction that can
   * never succeed.
   */
  async #isTaken(misp: Misp, row: OutboxRow): Promise<boolean> {
    const never = { Put: { TableName: this.#tables.outbox, Item: row, ConditionExpression: 'attribute_exists(id)' } };
    const command = new TransactWriteCommand({ TransactItems: [takesNameOf(misp, this.#tables.misps), never] });
    try {
      await this.#within((signal) => this.#client.send(command, { abortSignal: signal }));
    } catch (error) {
      const reasons = cancellationReasons(error);
      if (reasons === undefined) throw error;
      return reasons[0]?.Code === CONDITION_FAILED;
    }
    throw new Error('A row that was never put is in the outbox');
  }

  async #getItem<Item>(pk: string): Promise<Item | undefined> {
    const command = new GetItemCommand({ TableName: this.#tables.misps, Key: { pk: { S: pk } }, ConsistentRead: true });
    const { Item } = await this.#within(() => this.#client.send(command));
    // The prefix of a key decides the type of its item: see keys.ts, item-shapes.ts and request-item.ts.
    return Item === undefined ? undefined : unmarshallItem<Item>(Item);
  }

  #within<T>(send: (signal: AbortSignal) => Promise<T>, longestConflictPauseMs?: number): Promise<T> {
    return sendWithin(this.#deadline, send, longestConflictPauseMs);
  }
}

/** An outcome with this id is kept already. */
class KeptAlready extends Error {
  readonly first: IdempotencyRecord;
  constructor(first: IdempotencyRecord) {
    super('An outcome of that id is kept already');
    this.first = first;
  }
}

/** The kept outcome that prevented another one. */
function keptIn(reason: CancellationReason | undefined): IdempotencyRecord | undefined {
  return reason?.Code === CONDITION_FAILED ? fromRequestItem(unmarshallItem<RequestItem>(reason.Item)) : undefined;
}

function unmarshallItem<Item>(item: unknown): Item {
  return readItem(item as Parameters<typeof readItem>[0]) as Item;
}

function isItemTooLarge(error: unknown): boolean {
  const reasons = cancellationReasons(error);
  const messages = reasons?.map(({ Message }) => Message) ?? [error instanceof Error ? error.message : undefined];
  return messages.some((message) => message?.includes('Item size') ?? false);
}
