import type { DynamoDBDocumentClient, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { interceptSends } from '../../test/support/sends.ts';

/** Puts everything that happens into one order. */
export class Order {
  #last = 0;
  next(): number {
    this.#last += 1;
    return this.#last;
  }
}

/** When a row was put: its transaction was sent at the one place of the order, and had been carried out at the other. */
export interface Stored {
  readonly sent: number;
  readonly stored: number;
}

const ROW = 'announce-expiring-licenses#';

/** Sees the rows of announcements being stored, whatever their function is told of it. */
export class Witness {
  readonly #order: Order;
  /** By what the ids of their records begin with. */
  readonly #rows = new Map<string, Stored>();

  constructor(order: Order) {
    this.#order = order;
  }

  /** Attach it last of the interceptors below: those that fail a call are above it. */
  attach(client: DynamoDBDocumentClient): void {
    interceptSends(client, 'below', async ({ input, pass }) => {
      const id = rowIn(input);
      if (id === undefined) return pass();
      const sent = this.#order.next();
      const output = await pass();
      // A transaction that is sent again is carried out once.
      if (!this.#rows.has(id)) this.#rows.set(id, { sent, stored: this.#order.next() });
      return output;
    });
  }

  storedAs(recordId: string): Stored | undefined {
    return this.#rows.get(recordId.slice(0, recordId.lastIndexOf('-')));
  }
}

/** The row of an announcement that a call puts. */
function rowIn(input: object): string | undefined {
  const { TransactItems = [] } = input as Partial<TransactWriteCommandInput>;
  const id = TransactItems.map(({ Put }) => String(Put?.Item?.id)).find((one) => one.startsWith(ROW));
  return id?.slice(ROW.length);
}
