import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { COUNTER_KEY, mispKey } from '../../functions/storage/keys.ts';

const counterItem = z.object({ lastId: z.int() });
const storedVersion = z.object({ id: z.string(), version: z.int() });

/** The MISPs of a table: from id to version. */
export type StoredVersions = ReadonlyMap<string, number>;

/**
 * The table of MISPs as an operator reaches it. No function of the service may scan it: this does, with the operator's own
 * credentials, which need dynamodb:Scan, dynamodb:GetItem and dynamodb:UpdateItem on it.
 */
export class MispTable {
  readonly #client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  /** The last id that was drawn; undefined when none was ever drawn from this table. */
  async lastId(): Promise<number | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#name, Key: { pk: COUNTER_KEY }, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : counterItem.parse(Item).lastId;
  }

  /** Sets the last id, unless it is as high already. @returns whether it was raised. */
  raiseLastId(lastId: number): Promise<boolean> {
    return this.#raise(COUNTER_KEY, 'lastId', lastId, 'attribute_not_exists(#number) OR #number < :number');
  }

  /** Sets the version of a MISP that is there, unless it is as high already. @returns whether it was raised. */
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

  /** Goes through the whole table, a page of up to 1 MB at a time. @param onProgress called with the items read so far. */
  async versions(onProgress: (items: number) => void): Promise<StoredVersions> {
    const versions = new Map<string, number>();
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
          // Nothing but this leaves the table: the rest of an item is secrets and contact data.
          ProjectionExpression: 'id, #version',
          FilterExpression: 'begins_with(pk, :misp)',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':misp': mispKey('') },
        }),
      );
      for (const item of Items) {
        const { id, version } = storedVersion.parse(item);
        versions.set(id, version);
      }
      items += ScannedCount ?? 0;
      onProgress(items);
      startKey = LastEvaluatedKey;
    } while (startKey !== undefined);
    return versions;
  }
}
