import * as z from 'zod/mini';
import type { Resource, RunnableTemplate } from '../../template/resources.ts';
import { compileEventPattern, type EventMatcher } from '../event-pattern.ts';
import { ignored, readProperties } from '../resource-properties.ts';

/** The event source mapping of a table's stream, with Lambda's defaults filled in. */
export interface StreamMapping {
  /** The logical id in the template. */
  readonly id: string;
  readonly tableName: string;
  /** The stream's ARN in the template and in the function's policy; the engine uses another. */
  readonly streamArn: string;
  readonly functionArn: string;
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  readonly batchSize: number;
  /** Seconds that an incomplete batch waits for more records. */
  readonly batchingWindow: number;
  /** Concurrent batches of one shard; records of one key stay in order. */
  readonly parallelization: number;
  readonly wants: EventMatcher;
  readonly reportsItemFailures: boolean;
  readonly bisectsOnError: boolean;
  /** Infinity: until the records expire. */
  readonly maximumRetries: number;
  /** Seconds; Infinity: until the records expire. */
  readonly maximumRecordAge: number;
  readonly failureQueueArn: string | undefined;
}

const count = z.number().check(z.int(), z.gte(1));
const limit = z.optional(z.number().check(z.int(), z.gte(-1)));
const mappingProperties = z.strictObject({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']),
  Enabled: z.optional(z.boolean()),
  BatchSize: z._default(count.check(z.lte(10_000)), 100),
  MaximumBatchingWindowInSeconds: z._default(z.number().check(z.gte(0), z.lte(300)), 0),
  ParallelizationFactor: z._default(count.check(z.lte(10)), 1),
  FilterCriteria: z.optional(z.strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })) })),
  FunctionResponseTypes: z._default(z.array(z.literal('ReportBatchItemFailures')), []),
  BisectBatchOnFunctionError: z._default(z.boolean(), false),
  MaximumRetryAttempts: limit,
  MaximumRecordAgeInSeconds: limit,
  DestinationConfig: z.optional(z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }) })),
  Tags: ignored,
});

/**
 * Reads the event source mappings of a template, except disabled ones.
 * @throws Error if one is not for a table's stream in the template, or has something that is not emulated.
 */
export function readStreamMappings(template: RunnableTemplate): readonly StreamMapping[] {
  return template.ofType('AWS::Lambda::EventSourceMapping').flatMap((resource) => {
    const properties = readProperties(resource, mappingProperties);
    if (properties.Enabled === false) return [];
    const failureQueueArn = properties.DestinationConfig?.OnFailure.Destination;
    if (failureQueueArn !== undefined) expectType(template.byArn(failureQueueArn), 'AWS::SQS::Queue', resource);
    return [
      {
        id: resource.logicalId,
        tableName: tableOf(template, properties.EventSourceArn, resource).name,
        streamArn: properties.EventSourceArn,
        functionArn: functionArnOf(template, properties.FunctionName, resource),
        startingPosition: properties.StartingPosition,
        batchSize: properties.BatchSize,
        batchingWindow: properties.MaximumBatchingWindowInSeconds,
        parallelization: properties.ParallelizationFactor,
        wants: filterOf(properties.FilterCriteria?.Filters.map((filter) => filter.Pattern) ?? [], resource),
        reportsItemFailures: properties.FunctionResponseTypes.length > 0,
        bisectsOnError: properties.BisectBatchOnFunctionError,
        maximumRetries: orInfinity(properties.MaximumRetryAttempts),
        maximumRecordAge: orInfinity(properties.MaximumRecordAgeInSeconds),
        failureQueueArn,
      },
    ];
  });
}

function orInfinity(value: number | undefined): number {
  return value === undefined || value === -1 ? Number.POSITIVE_INFINITY : value;
}

function expectType(resource: Resource, type: string, mapping: Resource): Resource {
  if (resource.type === type) return resource;
  throw new Error(`${mapping.type} ${mapping.logicalId}: ${resource.logicalId} is not a ${type}`);
}

function tableOf(template: RunnableTemplate, streamArn: string, mapping: Resource): Resource {
  const [tableArn = '', stream] = streamArn.split('/stream/');
  if (stream === undefined)
    throw new Error(`${mapping.type} ${mapping.logicalId}: ${streamArn} is not a table's stream`);
  return expectType(template.byArn(tableArn), 'AWS::DynamoDB::Table', mapping);
}

function functionArnOf(template: RunnableTemplate, nameOrArn: string, mapping: Resource): string {
  const found = template
    .ofType('AWS::Lambda::Function')
    .find((candidate) => candidate.name === nameOrArn || candidate.arn === nameOrArn);
  if (found?.arn === undefined) throw new Error(`${mapping.type} ${mapping.logicalId}: no function ${nameOrArn}`);
  return found.arn;
}

/** A record passes if one of the filters matches; without filters, every record passes. */
function filterOf(patterns: readonly string[], mapping: Resource): EventMatcher {
  const filters = patterns.map((pattern) =>
    compileEventPattern(JSON.parse(pattern), `${mapping.logicalId}.FilterCriteria`),
  );
  return (record) => filters.length === 0 || filters.some((matches) => matches(record));
}
