import { functionNames } from '../../lib/functions/function-names.ts';
import { operationSequences } from '../../test/scenarios/audit-sequences.ts';
import { dollarsFor, quantity } from './sources.ts';

/** What is paid for one thing, in dollars. */
export interface Line {
  readonly name: string;
  readonly dollars: number;
}

const MILLION = 1_000_000;
const BYTES_PER_GB = 1_000_000_000;

export const totalOf = (lines: readonly Line[]) => lines.reduce((sum, { dollars }) => sum + dollars, 0);

/** What the calls of a function for a million requests cost: `each` calls per request, of this many milliseconds. */
const calls = (each: number, milliseconds: number) =>
  dollarsFor('lambdaRequests', each * MILLION) +
  dollarsFor('lambdaGbSeconds', each * MILLION * (milliseconds / 1000) * quantity('functionGb'));

/**
 * The lines of a million requests of one kind. The calls and capacity units are those that test/integration/path-costs.ts checks,
 * the records and domain events those of the table of audit sequences.
 * @param path such as `get-misp: done`, with the names of that table.
 */
export function billOf(path: string): readonly Line[] {
  const sequence = operationSequences.find((one) => `${one.operation}: ${one.path}` === path);
  if (sequence === undefined) throw new Error(`There is no audit sequence ${path}`);
  const { cost } = sequence;
  const records = sequence.events.length + (sequence.verdicts?.length ?? 0);
  const gigabytes = (bytes: number) => (bytes * MILLION) / BYTES_PER_GB;
  const ofBus = gigabytes(records * quantity('recordBytes'));
  return [
    { name: 'gateway', dollars: dollarsFor('httpApiRequests', MILLION) },
    { name: 'authorizer, after its cache', dollars: calls(quantity('authorizerCalls'), 1) },
    { name: 'function', dollars: calls(1, quantity('functionMs')) },
    { name: 'DynamoDB reads', dollars: dollarsFor('dynamoDbReadUnits', cost.reads * MILLION) },
    { name: 'DynamoDB writes', dollars: dollarsFor('dynamoDbWriteUnits', cost.writes * MILLION) },
    { name: 'DynamoDB writes, indexes', dollars: dollarsFor('dynamoDbWriteUnits', cost.indexWrites * MILLION) },
    { name: 'outbox row, deleted', dollars: dollarsFor('dynamoDbWriteUnits', MILLION) },
    { name: 'publisher', dollars: calls(quantity('publisherCalls'), quantity('publisherMs')) },
    { name: 'EventBridge events', dollars: dollarsFor('eventBridgeEvents', records * MILLION) },
    { name: 'archive, taken in', dollars: dollarsFor('archiveGbIn', ofBus) },
    { name: 'audit log, taken in', dollars: dollarsFor('logGbIn', ofBus) },
    { name: "functions' logs", dollars: dollarsFor('logGbIn', gigabytes(quantity('logBytes'))) },
    { name: 'access log', dollars: dollarsFor('logGbIn', gigabytes(quantity('accessLogBytes'))) },
    { name: 'traces', dollars: dollarsFor('traces', quantity('traces') * MILLION) },
  ];
}

/**
 * What the stack costs in a month without a request, apart from five cents for traces of the scheduled functions.
 * @param alarmMetrics the number of metrics that its alarms watch: each is charged.
 */
export function monthWithoutRequests(alarmMetrics: number): readonly Line[] {
  const ofKey = functionNames.length * quantity('kmsRequestsOfFunction');
  return [
    { name: 'KMS key', dollars: dollarsFor('kmsKeyMonths', quantity('keys')) },
    { name: 'KMS requests, at most', dollars: dollarsFor('kmsRequests', ofKey) },
    { name: 'alarms', dollars: dollarsFor('alarmMonths', alarmMetrics) },
    { name: 'dashboard', dollars: dollarsFor('dashboardMonths', quantity('dashboards')) },
    { name: 'metrics of its own', dollars: dollarsFor('metricMonths', quantity('metrics')) },
  ];
}
