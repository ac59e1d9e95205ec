import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { Resource } from '../template/resources.ts';
import { callEngine, EngineError } from './engines/engine-request.ts';
import { ignored, readProperties } from './resource-properties.ts';

const api = 'DynamoDB_20120810.';

const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.string() }));
const index = z.object({
  IndexName: z.string(),
  KeySchema: keySchema,
  Projection: z.object({ ProjectionType: z.string(), NonKeyAttributes: z.optional(z.array(z.string())) }),
});
const tableProperties = z.strictObject({
  TableName: ignored,
  KeySchema: keySchema,
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.string() })),
  GlobalSecondaryIndexes: z.optional(z.array(index)),
  // Capacity is not limited here, so a provisioned table behaves like an on-demand one.
  BillingMode: ignored,
  ProvisionedThroughput: ignored,
  OnDemandThroughput: ignored,
  StreamSpecification: z.optional(z.object({ StreamViewType: z.string() })),
  TimeToLiveSpecification: z.optional(z.object({ AttributeName: z.string(), Enabled: z.boolean() })),
  SSESpecification: ignored,
  PointInTimeRecoverySpecification: ignored,
  DeletionProtectionEnabled: ignored,
  ContributorInsightsSpecification: ignored,
  TableClass: ignored,
  ResourcePolicy: ignored,
  Tags: ignored,
});
type TableProperties = z.infer<typeof tableProperties>;

const description = z.object({
  Table: z.object({
    TableStatus: z.string(),
    KeySchema: keySchema,
    GlobalSecondaryIndexes: z.optional(z.array(z.object({ IndexName: z.string(), KeySchema: keySchema }))),
    LatestStreamArn: z.optional(z.string()),
  }),
});
type TableDescription = z.infer<typeof description>['Table'];

/**
 * Creates the tables of the template in the engine, with their indexes, stream and time to live. Existing tables stay
 * as they are.
 * @throws Error if an existing table has other keys or indexes than the template.
 */
export async function createTables(endpoint: string, tables: readonly Resource[]): Promise<void> {
  await Promise.all(tables.map((table) => createTable(endpoint, table)));
}

/** Whether the engine has any table. */
export async function hasTables(endpoint: string): Promise<boolean> {
  const listed = z.object({ TableNames: z.array(z.string()) });
  return listed.parse(await callEngine(endpoint, `${api}ListTables`, {})).TableNames.length > 0;
}

/** The engine's ARN of a table's stream. @throws Error if the table has none. */
export async function streamOf(endpoint: string, tableName: string): Promise<string> {
  const stream = (await describe(endpoint, tableName))?.LatestStreamArn;
  if (stream === undefined) throw new Error(`Table ${tableName} has no stream`);
  return stream;
}

/** Counts the items of a table by reading all of them; meant for small tables. */
export async function countRows(endpoint: string, tableName: string): Promise<number> {
  const page = z.object({ Count: z.number(), LastEvaluatedKey: z.optional(z.unknown()) });
  let rows = 0;
  let start: unknown;
  do {
    const input = { TableName: tableName, Select: 'COUNT', ConsistentRead: true, ExclusiveStartKey: start };
    const answer = page.parse(await callEngine(endpoint, `${api}Scan`, input));
    rows += answer.Count;
    start = answer.LastEvaluatedKey;
  } while (start !== undefined);
  return rows;
}

async function createTable(endpoint: string, resource: Resource): Promise<void> {
  const properties = readProperties(resource, tableProperties);
  const kept = await describe(endpoint, resource.name);
  if (kept !== undefined) {
    if (shapeOf(kept) === shapeOf(properties)) return;
    throw new Error(
      `Table ${resource.name} is kept from an earlier start and has other keys or indexes than the template: ` +
        'start with another data folder, or delete it.',
    );
  }
  await callEngine(endpoint, `${api}CreateTable`, {
    TableName: resource.name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: properties.KeySchema,
    AttributeDefinitions: properties.AttributeDefinitions,
    GlobalSecondaryIndexes: properties.GlobalSecondaryIndexes,
    ...(properties.StreamSpecification && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: properties.StreamSpecification.StreamViewType },
    }),
  });
  while ((await describe(endpoint, resource.name))?.TableStatus !== 'ACTIVE') await pause(5);
  if (properties.TimeToLiveSpecification?.Enabled) {
    await callEngine(endpoint, `${api}UpdateTimeToLive`, {
      TableName: resource.name,
      TimeToLiveSpecification: properties.TimeToLiveSpecification,
    });
  }
}

async function describe(endpoint: string, tableName: string): Promise<TableDescription | undefined> {
  try {
    return description.parse(await callEngine(endpoint, `${api}DescribeTable`, { TableName: tableName })).Table;
  } catch (error) {
    if (error instanceof EngineError && error.type === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

/** Keys and indexes as one string, for comparison. */
function shapeOf(table: Pick<TableProperties, 'KeySchema' | 'GlobalSecondaryIndexes'> | TableDescription): string {
  const keys = (schema: TableProperties['KeySchema']) =>
    schema.map((key) => `${key.KeyType}=${key.AttributeName}`).sort();
  const indexes = (table.GlobalSecondaryIndexes ?? []).map((entry) =>
    [entry.IndexName, ...keys(entry.KeySchema)].join(' '),
  );
  return [...keys(table.KeySchema), ...indexes.sort()].join(', ');
}
