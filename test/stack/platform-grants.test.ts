import { expect, test } from '@jest/globals';
import { nameOf, prodSettings, statementsOfFunction, synthesized } from './template.ts';

/**
 * What AWS does in the name of a function's role, without the function asking for it: no call of ours shows whether it is needed,
 * so it is a fixed list. Everything else is proven to be used (`npm run prove -- --only permissions`).
 */
const TRACES = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];
const OWN_LOG = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const STREAM = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'];
const FAILURE_QUEUE = ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'];

const template = synthesized('prod', prodSettings);
const functions = template.ofType('AWS::Lambda::Function');

test.each(functions.map((lambda) => [nameOf(lambda), lambda] as const))(
  "the platform's grants of %s",
  (name, lambda) => {
    const granted = statementsOfFunction(template, lambda).flatMap(({ actions }) => actions);
    const all = new Set([...TRACES, ...OWN_LOG, ...STREAM, ...FAILURE_QUEUE]);
    const platform = [...new Set(granted.filter((action) => all.has(action)))].sort();
    const expected =
      name === 'publish-audit' ? [...TRACES, ...OWN_LOG, ...STREAM, ...FAILURE_QUEUE] : [...TRACES, ...OWN_LOG];
    expect(platform).toEqual(expected.sort());
  },
);
