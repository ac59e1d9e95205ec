import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { errorOf } from '../linearizability/weather.ts';

/** What befalls a transaction here. A lost answer is carried out first, a conflict never is. */
export type Strike = 'transaction conflict' | 'lost acknowledgement';

/** Strikes transactions on their way to the engine, and counts a strike when it happens: a plan may find no transaction. */
export class Strikes {
  readonly happened: Record<Strike, number> = { 'transaction conflict': 0, 'lost acknowledgement': 0 };
  #planned: Strike | undefined;

  constructor(client: DynamoDBDocumentClient) {
    client.middlewareStack.add(
      (next) => async (args) => {
        const strike = this.#planned;
        if (strike === undefined || !('TransactItems' in args.input)) return next(args);
        this.#planned = undefined;
        this.happened[strike] += 1;
        // What the engine would have said is lost with the acknowledgement, be it done or refused.
        if (strike === 'lost acknowledgement') await next(args).catch(() => undefined);
        throw errorOf(strike);
      },
      // Beneath the service's own tries: each send is one.
      { step: 'initialize', name: 'strikes', priority: 'low' },
    );
  }

  /** The next transaction meets this, whoever sends it. */
  next(strike: Strike): void {
    this.#planned = strike;
  }

  /** Drops a plan that has found no transaction, so that it does not befall what comes later. */
  clear(): void {
    this.#planned = undefined;
  }
}
