import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBDocumentClient, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { fail } from '../../test/support/faults.ts';
import { interceptSends } from '../../test/support/sends.ts';

/** The longest time for which a transaction locks its items, in milliseconds. */
const LONGEST_LOCK_MS = 4;

/**
 * Makes transactions collide as on DynamoDB: one is refused while another one changes any of its items, including kept
 * outcomes. The engines do not do this.
 */
export class TransactionConflicts {
  /** Transactions refused because of another one. */
  conflicts = 0;
  readonly #locked = new Set<string>();
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  readonly attach = (client: DynamoDBDocumentClient): void => {
    interceptSends(client, 'below', async (send) => {
      if (!('TransactItems' in send.input)) return send.pass();
      const keys = keysOf(send.input);
      if (keys.some((key) => this.#locked.has(key))) {
        this.conflicts += 1;
        return fail(send, 'transaction conflict');
      }
      for (const key of keys) this.#locked.add(key);
      try {
        await sleep(this.#random() * LONGEST_LOCK_MS);
        return await send.pass();
      } finally {
        for (const key of keys) this.#locked.delete(key);
      }
    });
  };
}

/** The keys of all items of a transaction; rows never collide. */
function keysOf({ TransactItems = [] }: TransactWriteCommandInput): readonly string[] {
  return TransactItems.map(({ Put, Delete }) => String(Put?.Item?.pk ?? Delete?.Key?.pk ?? Put?.Item?.id));
}
