import type { DynamoDBDocumentClient, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { LaggingCopy } from '../../local/aws/lag/lagging-copy.ts';
import { type EngineTables, templateTables } from '../../test/support/engine-tables.ts';
import { interceptSends } from '../../test/support/sends.ts';

/** Makes the index lag by minutes of the test's clock: the engines' indexes never lag. */
export class LaggingIndex {
  /** The present lag. */
  lagMs = 0;
  readonly #copy: LaggingCopy;

  private constructor(copy: LaggingCopy) {
    this.#copy = copy;
  }

  /** Starts with the present table. */
  static async begin({ endpoint, tables }: EngineTables, clock: () => number): Promise<LaggingIndex> {
    const table = (await templateTables()).find(({ name }) => name === tables.misps)!;
    return new LaggingIndex(new LaggingCopy(endpoint, table, clock));
  }

  /** Records the changes that a client makes. */
  watch(client: DynamoDBDocumentClient): void {
    interceptSends(client, 'below', async ({ input, pass }) => {
      const output = await pass();
      const { TransactItems = [] } = input as Partial<TransactWriteCommandInput>;
      const keys = TransactItems.map(({ Put }) => String(Put?.Item?.pk)).filter((key) => key.startsWith('MISP#'));
      for (const key of keys) await this.#copy.noteWrite({ pk: { S: key } });
      return output;
    });
  }

  /** Hides from a client what the lagging index does not show yet. */
  hideFrom(client: DynamoDBDocumentClient): void {
    interceptSends(client, 'below', async ({ input, pass }) => {
      if (!('IndexName' in input)) return pass();
      await this.#copy.follow(this.lagMs);
      return pass({ ...input, TableName: this.#copy.name });
    });
  }
}
