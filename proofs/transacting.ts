import type { DynamoDBDocumentClient, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { interceptSends } from '../test/support/sends.ts';

type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Changes the transactions of a client as they are sent, each try separately: for planted faults. */
export function transacting(
  change: (input: TransactWriteCommandInput) => TransactWriteCommandInput,
): (client: DynamoDBDocumentClient) => void {
  return (client) =>
    interceptSends(client, 'above', ({ input, pass }) => ('TransactItems' in input ? pass(change(input)) : pass()));
}

const startsWith = (pk: unknown, prefix: string) => String(pk).startsWith(prefix);

/** Removes the condition from every put of an item with this key prefix. */
export function withoutCondition(prefix: string): (input: TransactWriteCommandInput) => TransactWriteCommandInput {
  const without = (action: Action): Action => {
    if (action.Put === undefined || !startsWith(action.Put.Item?.pk, prefix)) return action;
    const { TableName, Item } = action.Put;
    return { Put: { TableName, Item } };
  };
  return (input) => ({ ...input, TransactItems: input.TransactItems?.map(without) });
}

/** Leaves out the deletes of keys with this prefix. */
export const withoutDeletesOf =
  (prefix: string) =>
  (input: TransactWriteCommandInput): TransactWriteCommandInput => ({
    ...input,
    TransactItems: input.TransactItems?.filter(({ Delete }) => !startsWith(Delete?.Key?.pk, prefix)),
  });
