import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBDocumentClient, ServiceOutputTypes, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { fail } from '../../test/support/faults.ts';
import { interceptSends, type Send } from '../../test/support/sends.ts';

/**
 * How transactions on one MISP collide: `in turn` as in the engines, where all but the first find it changed; or `in
 * conflict` as in DynamoDB, which refuses a transaction while another one changes the same item.
 */
export type Collision = 'in turn' | 'in conflict';

/** Milliseconds that a call takes each way, and for which a transaction locks its MISP. */
const LATENCY_MS = [1, 2] as const;
const LOCK_MS = [2, 5] as const;

/** Adds latency between clients and their engine. Without it two callers would hardly ever collide. */
export class DelayedStore {
  conflicts = 0;
  readonly #collision: Collision;
  readonly #random: () => number;
  readonly #locked = new Set<string>();

  constructor(collision: Collision, random: () => number) {
    this.#collision = collision;
    this.#random = random;
  }

  readonly attach = (client: DynamoDBDocumentClient): void => {
    interceptSends(client, 'below', async (send) => {
      await this.#pass(LATENCY_MS);
      try {
        const mispKey = this.#collision === 'in conflict' ? mispKeyIn(send.input) : undefined;
        return await (mispKey === undefined ? send.pass() : this.#whileLocked(mispKey, send));
      } finally {
        await this.#pass(LATENCY_MS);
      }
    });
  };

  async #whileLocked(mispKey: string, send: Send): Promise<ServiceOutputTypes> {
    if (this.#locked.has(mispKey)) {
      this.conflicts += 1;
      return fail(send, 'transaction conflict');
    }
    this.#locked.add(mispKey);
    try {
      await this.#pass(LOCK_MS);
      return await send.pass();
    } finally {
      this.#locked.delete(mispKey);
    }
  }

  #pass([least, most]: readonly [number, number]): Promise<void> {
    return sleep(least + this.#random() * (most - least));
  }
}

/** The key of the MISP that a transaction changes; undefined for any other call. */
function mispKeyIn(input: object): string | undefined {
  const { TransactItems } = input as Partial<TransactWriteCommandInput>;
  const keys = TransactItems?.map(({ Put }) => String(Put?.Item?.pk));
  return keys?.find((key) => key.startsWith('MISP#'));
}
