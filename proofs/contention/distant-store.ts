import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBDocumentClient, ServiceOutputTypes, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { fail } from '../../test/support/faults.ts';
import { interceptSends, type Send } from '../../test/support/sends.ts';

/**
 * How transactions on one MISP collide: `in turn` as in the engines, where all but the first find it changed; or `in
 * conflict` as in DynamoDB, which refuses a transaction while another one changes the same item.
 */
export type Meeting = 'in turn' | 'in conflict';

/** Milliseconds that a call takes each way, and for which a transaction locks its MISP. */
const WAY_MS = [1, 2] as const;
const KEPT_MS = [2, 5] as const;

/** Adds latency between clients and their engine. Without it two callers would hardly ever collide. */
export class DistantStore {
  conflicts = 0;
  readonly #meeting: Meeting;
  readonly #random: () => number;
  readonly #kept = new Set<string>();

  constructor(meeting: Meeting, random: () => number) {
    this.#meeting = meeting;
    this.#random = random;
  }

  readonly attach = (client: DynamoDBDocumentClient): void => {
    interceptSends(client, 'below', async (send) => {
      await this.#pass(WAY_MS);
      try {
        const mispKey = this.#meeting === 'in conflict' ? mispKeyIn(send.input) : undefined;
        return await (mispKey === undefined ? send.pass() : this.#keeping(mispKey, send));
      } finally {
        await this.#pass(WAY_MS);
      }
    });
  };

  async #keeping(mispKey: string, send: Send): Promise<ServiceOutputTypes> {
    if (this.#kept.has(mispKey)) {
      this.conflicts += 1;
      return fail(send, 'transaction conflict');
    }
    this.#kept.add(mispKey);
    try {
      await this.#pass(KEPT_MS);
      return await send.pass();
    } finally {
      this.#kept.delete(mispKey);
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
