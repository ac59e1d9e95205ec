import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { COUNTER_KEY, mispKey } from '../../functions/storage/keys.ts';

/** A long scan must not fail, and begin again, because of a few throttled calls. */
const MAX_ATTEMPTS = 10;
const counterItem = z.object({ lastId: z.int() });
const storedVersion = z.object({ id: z.string(), version: z.int() });

/** The versions of a table's MISPs, by id. */
export type StoredVersions = ReadonlyMap<string, number>;

/** What a scan found. */
export interface Scanned {
  readonly versions: StoredVersions;
  /** The ids in the keys of items without an id or a version, which the service did not write. */
  readonly unreadable: readonly string[];
}

/**
 * The table of MISPs, accessed with the operator's credentials. They need dynamodb:Scan, which no function of the
 * service has, dynamodb:GetItem and dynamodb:UpdateItem.
 */
export class MispTable {
  readonly #client = DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: MAX_ATTEMPTS }));
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  /** The last issued id; undefined if none was issued. */
  async lastId(): Promise<number | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#name, Key: { pk: COUNTER_KEY }, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : counterItem.parse(Item).lastId;
  }

  /** Raises the last id, unless it is already that high. @returns whether it was raised. */
  raiseLastId(lastId: number): Promise<boolean> {
    return this.#raise(COUNTER_KEY, 'lastId', lastId, 'attribute_not_exists(#number) OR #number < :number');
  }

  /** Raises the version of an existing MISP, unless it is already that high. @returns whether it was raised. */
  raiseVersion(mispId: string, version: number): Promise<boolean> {
    return this.#raise(mispKey(mispId), 'version', version, '#number < :number');
  }

  async #raise(pk: string, attribute: string, value: number, condition: string): Promise<boolean> {
    try {
      await this.#client.send(
        new UpdateCommand({
          TableName: this.#name,
          Key: { pk },
          UpdateExpression: 'SET #number = :number',
          ConditionExpression: condition,
          ExpressionAttributeNames: { '#number': attribute },
          ExpressionAttributeValues: { ':number': value },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  /** Scans the whole table in pages of up to 1 MB. @param onProgress called with the number of items read so far. */
  async versions(onProgress: (items: number) => void): Promise<Scanned> {
    const versions = new Map<string, number>();
    const unreadable: string[] = [];
    let items = 0;
    let startKey: Record<string, unknown> | undefined;
    do {
      const {
        Items = [],
        ScannedCount,
        LastEvaluatedKey,
      } = await this.#client.send(
        new ScanCommand({
          TableName: this.#name,
          ConsistentRead: true,
          ExclusiveStartKey: startKey,
          // Reads nothing else, because the rest of an item is secrets and contact data.
          ProjectionExpression: 'pk, id, #version',
          FilterExpression: 'begins_with(pk, :misp)',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':misp': mispKey('') },
        }),
      );
      for (const item of Items) {
        const { data } = storedVersion.safeParse(item);
        if (data === undefined) unreadable.push(String(item.pk).slice(mispKey('').length));
        else versions.set(data.id, data.version);
      }
      items += ScannedCount ?? 0;
      onProgress(items);
      startKey = LastEvaluatedKey;
    } while (startKey !== undefined);
    return { versions, unreadable };
  }
}
