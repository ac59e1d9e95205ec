import type { DynamoDBDocumentClient, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { LaggingCopy } from '../../local/aws/lag/lagging-copy.ts';
import { type EngineTables, templateTables } from '../../test/support/engine-tables.ts';
import { interceptSends } from '../../test/support/sends.ts';

/** Lets the index be behind, by minutes of the moved clock: neither engine's ever is. */
export class LaggingIndex {
  /** How far it is behind. */
  lagMs = 0;
  readonly #copy: LaggingCopy;

  private constructor(copy: LaggingCopy) {
    this.#copy = copy;
  }

  /** Begins with the table as it is. */
  static async begin({ endpoint, tables }: EngineTables, clock: () => number): Promise<LaggingIndex> {
    const table = (await templateTables()).find(({ name }) => name === tables.misps)!;
    return new LaggingIndex(new LaggingCopy(endpoint, table, clock));
  }

  /** Hears of the changes that a client makes. */
  watch(client: DynamoDBDocumentClient): void {
    interceptSends(client, 'below', async ({ input, pass }) => {
      const output = await pass();
      const { TransactItems = [] } = input as Partial<TransactWriteCommandInput>;
      const keys = TransactItems.map(({ Put }) => String(Put?.Item?.pk)).filter((key) => key.startsWith('MISP#'));
      for (const key of keys) await this.#copy.noteWrite({ pk: { S: key } });
      return output;
    });
  }

  /** Shows a client what the index is behind with. */
  hideFrom(client: DynamoDBDocumentClient): void {
    interceptSends(client, 'below', async ({ input, pass }) => {
      if (!('IndexName' in input)) return pass();
      await this.#copy.follow(this.lagMs);
      return pass({ ...input, TableName: this.#copy.name });
    });
  }
}
