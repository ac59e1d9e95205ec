import type { DynamoDBDocumentClient, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { interceptSends } from '../../test/support/sends.ts';

/** Numbers all events in one order. */
export class Order {
  #last = 0;
  next(): number {
    this.#last += 1;
    return this.#last;
  }
}

/** When a row was stored: its transaction was sent at one position of the order and carried out at the other. */
export interface Stored {
  readonly sent: number;
  readonly stored: number;
}

const ROW = 'announce-expiring-licenses#';

/** Observes the announcement rows that reach the store, whatever answer the function gets. */
export class Witness {
  readonly #order: Order;
  /** By the prefix of their record ids. */
  readonly #rows = new Map<string, Stored>();

  constructor(order: Order) {
    this.#order = order;
  }

  /** Attach it as the last of the `below` interceptors, so that it sees no call that another one fails. */
  attach(client: DynamoDBDocumentClient): void {
    interceptSends(client, 'below', async ({ input, pass }) => {
      const id = rowIn(input);
      if (id === undefined) return pass();
      const sent = this.#order.next();
      const output = await pass();
      // A transaction that is sent again is carried out only once.
      if (!this.#rows.has(id)) this.#rows.set(id, { sent, stored: this.#order.next() });
      return output;
    });
  }

  storedAs(recordId: string): Stored | undefined {
    return this.#rows.get(recordId.slice(0, recordId.lastIndexOf('-')));
  }
}

/** The announcement row that a call puts. */
function rowIn(input: object): string | undefined {
  const { TransactItems = [] } = input as Partial<TransactWriteCommandInput>;
  const id = TransactItems.map(({ Put }) => String(Put?.Item?.id)).find((one) => one.startsWith(ROW));
  return id?.slice(ROW.length);
}
