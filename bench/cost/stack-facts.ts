import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { stages } from '../../bin/stages.ts';
import { synthesize } from '../../bin/synthesize.ts';
import { buildFunctions } from '../../lib/functions/build-functions.ts';
import { loadTemplate } from '../../local/template/load-template.ts';
import type { Resource, RunnableTemplate } from '../../local/template/resources.ts';

/** What the synthesized stack of the stage `prod` says that a price depends on. */
export interface StackFacts {
  readonly stackName: string;
  /** Megabytes of every function. */
  readonly memory: number;
  readonly architecture: string;
  readonly functions: number;
  readonly tables: number;
  readonly keys: number;
  readonly queues: number;
  readonly dashboards: number;
  /** Metrics that alarms look at: each is paid. */
  readonly alarmMetrics: number;
  readonly areFunctionsTraced: boolean;
  /** How long the gateway keeps the authorizer's answer. */
  readonly authorizerCacheSeconds: number;
  /** The access log's line, with the gateway's variables in it. */
  readonly accessLogFormat: string;
  /** Of the outbox's stream: rows a call at most, and calls at once for each shard. */
  readonly batchRows: number;
  readonly batchesAtOnce: number;
  readonly minutesBetweenSweeps: number;
}

const functionProperties = z.object({
  MemorySize: z.number(),
  Architectures: z.tuple([z.string()]),
  TracingConfig: z.object({ Mode: z.string() }),
});
const alarmProperties = z.object({
  Metrics: z.optional(z.array(z.object({ MetricStat: z.optional(z.unknown()) }))),
});
const authorizerProperties = z.object({ AuthorizerResultTtlInSeconds: z.number() });
const gatewayStageProperties = z.object({ AccessLogSettings: z.object({ Format: z.string() }) });
const mappingProperties = z.object({ BatchSize: z.number(), ParallelizationFactor: z.number() });
const ruleProperties = z.object({ ScheduleExpression: z.optional(z.string()) });

/** Synthesizes `prod`, with an issuer that stands in for the one that a deployment names. */
export async function readStackFacts(): Promise<StackFacts> {
  await buildFunctions({ onlyIfStale: true });
  const folder = mkdtempSync(join(tmpdir(), 'misp-cost-'));
  try {
    const auth = { ...stages.prod?.auth, issuer: 'https://issuer.example.org/realms/mosip', audience: 'misp' };
    const { stackName } = synthesize({ stage: 'prod', outdir: folder, validation: false, settings: { auth } });
    return factsOf(loadTemplate(folder, stackName));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function factsOf(template: RunnableTemplate): StackFacts {
  const count = (type: string) => template.ofType(type).length;
  const functions = template
    .ofType('AWS::Lambda::Function')
    .map(({ properties }) => functionProperties.parse(properties));
  const mapping = mappingProperties.parse(only(template, 'AWS::Lambda::EventSourceMapping').properties);
  const authorizer = authorizerProperties.parse(only(template, 'AWS::ApiGatewayV2::Authorizer').properties);
  const gatewayStage = gatewayStageProperties.parse(only(template, 'AWS::ApiGatewayV2::Stage').properties);
  return {
    stackName: template.stackName,
    memory: same(functions.map(({ MemorySize }) => MemorySize)),
    architecture: same(functions.map(({ Architectures: [architecture] }) => architecture)),
    functions: functions.length,
    tables: count('AWS::DynamoDB::Table'),
    keys: count('AWS::KMS::Key'),
    queues: count('AWS::SQS::Queue'),
    dashboards: count('AWS::CloudWatch::Dashboard'),
    alarmMetrics: template
      .ofType('AWS::CloudWatch::Alarm')
      .map(({ properties }) => alarmProperties.parse(properties).Metrics)
      .reduce((sum, metrics) => sum + (metrics?.filter(({ MetricStat }) => MetricStat !== undefined).length ?? 1), 0),
    areFunctionsTraced: same(functions.map(({ TracingConfig }) => TracingConfig.Mode)) === 'Active',
    authorizerCacheSeconds: authorizer.AuthorizerResultTtlInSeconds,
    accessLogFormat: gatewayStage.AccessLogSettings.Format,
    batchRows: mapping.BatchSize,
    batchesAtOnce: mapping.ParallelizationFactor,
    minutesBetweenSweeps: minutesBetweenSweeps(template.ofType('AWS::Events::Rule')),
  };
}

function only(template: RunnableTemplate, type: string): Resource {
  const [first, ...more] = template.ofType(type);
  if (first === undefined || more.length > 0) throw new Error(`Not one ${type}: the price does not know which counts`);
  return first;
}

/** All functions are alike in this; a stack where they are not needs another reckoning. */
function same<Value>(values: readonly Value[]): Value {
  const [first, ...others] = new Set(values);
  if (first === undefined || others.length > 0) throw new Error(`Functions differ: ${[...new Set(values)].join(', ')}`);
  return first;
}

function minutesBetweenSweeps(rules: readonly Resource[]): number {
  const rates = rules.flatMap(({ properties }) => {
    const { ScheduleExpression } = ruleProperties.parse(properties);
    return ScheduleExpression === undefined ? [] : [/^rate\((\d+) minutes?\)$/.exec(ScheduleExpression)?.[1]];
  });
  const [minutes] = rates;
  if (minutes === undefined || rates.length > 1) throw new Error(`Not one schedule of a rate: ${rates.join(', ')}`);
  return Number(minutes);
}
