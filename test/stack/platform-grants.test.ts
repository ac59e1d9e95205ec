import { describe, expect, test } from '@jest/globals';
import { platformActions } from '../../local/aws/iam/grants.ts';
import { devSettings, nameOf, prodSettings, statementsOfFunction, synthesized, type Template } from './template.ts';

/**
 * What AWS does with a function's role without a call of the function. No call of ours shows whether these grants are
 * needed, so the list is fixed, each action with its resource. All other grants are shown to be used (`npm run prove --
 * --only permissions`).
 */
const onAnything = ['xray:PutTelemetryRecords *', 'xray:PutTraceSegments *'];
const ofOwnLog = ['logs:CreateLogStream own log', 'logs:PutLogEvents own log'];
const ofStream = [
  'dynamodb:DescribeStream stream of the outbox',
  'dynamodb:GetRecords stream of the outbox',
  'dynamodb:GetShardIterator stream of the outbox',
  'dynamodb:ListStreams *',
];
const ofFailureQueue = [
  'sqs:GetQueueAttributes failure queue',
  'sqs:GetQueueUrl failure queue',
  'sqs:SendMessage failure queue',
];

/** A policy's resource, in the words of the lists above. */
function inWords(template: Template, resource: unknown, functionName: string): string {
  if (resource === '*') return '*';
  const text = JSON.stringify(resource);
  const [, logGroup] = /log-group:([^"]+):\*/.exec(text) ?? [];
  if (logGroup !== undefined) return logGroup === `/aws/lambda/${functionName}` ? 'own log' : `log ${logGroup}`;
  const target = template.target(resource);
  if (target.type === 'AWS::Logs::LogGroup') {
    return target.properties.LogGroupName === `/aws/lambda/${functionName}` ? 'own log' : 'another log';
  }
  if (target.type === 'AWS::SQS::Queue') {
    return target.properties.QueueName.endsWith('-publish-audit-failures') ? 'failure queue' : 'another queue';
  }
  const isOutbox = target.type === 'AWS::DynamoDB::Table' && target.properties.TableName.endsWith('-audit-outbox');
  return isOutbox && text.includes('StreamArn') ? 'stream of the outbox' : text;
}

describe.each([
  ['dev', devSettings],
  ['prod', prodSettings],
])("the platform's grants in %s", (stage, settings) => {
  const template = synthesized(stage, settings);
  const functions = template.ofType('AWS::Lambda::Function');

  test.each(functions.map((lambda) => [nameOf(lambda), lambda] as const))('of %s', (name, lambda) => {
    const granted = statementsOfFunction(template, lambda).flatMap(({ actions, resources }) =>
      actions
        .filter((action) => platformActions.has(action))
        .flatMap((action) =>
          resources.map((resource) => `${action} ${inWords(template, resource, lambda.properties.FunctionName)}`),
        ),
    );
    const always = [...onAnything, ...ofOwnLog];
    const expected = name === 'publish-audit' ? [...always, ...ofStream, ...ofFailureQueue] : always;
    expect(granted.sort()).toEqual([...expected].sort());
  });
});
