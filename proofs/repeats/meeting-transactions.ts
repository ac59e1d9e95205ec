import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBDocumentClient, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { fail } from '../../test/support/faults.ts';
import { interceptSends } from '../../test/support/sends.ts';

/** The longest that a transaction keeps its items for, in milliseconds. */
const LONGEST_KEPT_MS = 4;

/**
 * Lets transactions meet as they do on DynamoDB: one is refused while another is under way at any of its items, those that keep
 * outcomes among them. Neither engine has that of itself.
 */
export class MeetingTransactions {
  /** Transactions that were refused for another one. */
  conflicts = 0;
  readonly #kept = new Set<string>();
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  readonly attach = (client: DynamoDBDocumentClient): void => {
    interceptSends(client, 'below', async (send) => {
      if (!('TransactItems' in send.input)) return send.pass();
      const keys = keysOf(send.input);
      if (keys.some((key) => this.#kept.has(key))) {
        this.conflicts += 1;
        return fail(send, 'transaction conflict');
      }
      for (const key of keys) this.#kept.add(key);
      try {
        await sleep(this.#random() * LONGEST_KEPT_MS);
        return await send.pass();
      } finally {
        for (const key of keys) this.#kept.delete(key);
      }
    });
  };
}

/** The keys of all items of a transaction; those of rows are never met twice. */
function keysOf({ TransactItems = [] }: TransactWriteCommandInput): readonly string[] {
  return TransactItems.map(({ Put, Delete }) => String(Put?.Item?.pk ?? Delete?.Key?.pk ?? Put?.Item?.id));
}
