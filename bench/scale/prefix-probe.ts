import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { LIST_PARTITION } from '../../functions/storage/keys.ts';
import type { InProcessDriver } from '../../test/integration/in-process-driver.ts';

/** How long the engine itself takes over a prefix that no name begins with, in milliseconds, one figure a round. */
export interface PrefixProbe {
  /** With a prefix condition, as the service asks. */
  readonly asPrefix: readonly number[];
  /** As a range of keys. */
  readonly asRange: readonly number[];
}

/** No name has this prefix. About half of the names come before it, and half after it. */
const PREFIX = 'nobody at all';
const CONDITIONS = {
  asPrefix: { condition: 'begins_with(nameOrder, :from)', values: { ':from': PREFIX } },
  asRange: { condition: 'nameOrder BETWEEN :from AND :to', values: { ':from': PREFIX, ':to': `${PREFIX}\u{10ffff}` } },
} as const;

/** Asks both ways in turn, without the service in between. @throws Error when anything is found or looked at. */
export async function probePrefix({ client, tables }: InProcessDriver, rounds: number): Promise<PrefixProbe> {
  const probe = { asPrefix: [] as number[], asRange: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    for (const way of ['asPrefix', 'asRange'] as const) {
      const { condition, values } = CONDITIONS[way];
      const command = new QueryCommand({
        TableName: tables.misps,
        IndexName: 'by-name',
        KeyConditionExpression: `#list = :list AND ${condition}`,
        ExpressionAttributeNames: { '#list': 'list' },
        ExpressionAttributeValues: { ':list': LIST_PARTITION, ...values },
      });
      const started = performance.now();
      const { Count, ScannedCount } = await client.send(command);
      probe[way].push(performance.now() - started);
      if (Count !== 0 || ScannedCount !== 0) throw new Error(`${PREFIX} found ${Count} of ${ScannedCount}`);
    }
  }
  return probe;
}
