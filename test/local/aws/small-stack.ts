import { setTimeout as pause } from 'node:timers/promises';
import type { FunctionInvoker, InvocationResult } from '../../../local/functions/invocation.ts';
import { runnableTemplate } from '../../../local/template/load-template.ts';
import type { RunnableTemplate } from '../../../local/template/resources.ts';

const target = (id: string, arn: unknown) => ({
  Id: id,
  Arn: arn,
  DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['TargetDeadLetters', 'Arn'] } },
});

/** A stack with one resource of each kind; a test changes `mapping` and `resources`. */
export function smallStack(
  mapping: Readonly<Record<string, unknown>> = {},
  resources: Readonly<Record<string, unknown>> = {},
  tableName = 'outbox',
): RunnableTemplate {
  return runnableTemplate(
    {
      Resources: {
        Outbox: {
          Type: 'AWS::DynamoDB::Table',
          Properties: {
            TableName: tableName,
            BillingMode: 'PAY_PER_REQUEST',
            KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
            AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
            StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
          },
        },
        Publisher: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'publisher' } },
        Failures: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'failures' } },
        TargetDeadLetters: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'target-dead-letters' } },
        Mapping: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: {
            EventSourceArn: { 'Fn::GetAtt': ['Outbox', 'StreamArn'] },
            FunctionName: { Ref: 'Publisher' },
            StartingPosition: 'TRIM_HORIZON',
            BatchSize: 10,
            FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
            FunctionResponseTypes: ['ReportBatchItemFailures'],
            DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Failures', 'Arn'] } } },
            ...mapping,
          },
        },
        Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'audit' } },
        Log: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/audit' } },
        Copies: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'copies' } },
        Rule: {
          Type: 'AWS::Events::Rule',
          Properties: {
            EventBusName: { Ref: 'Bus' },
            EventPattern: { source: [{ prefix: 'mosip.' }] },
            State: 'ENABLED',
            Targets: [
              target('log', { 'Fn::Join': [':', ['arn:aws:logs:us-east-1:000000000000:log-group', { Ref: 'Log' }]] }),
              target('queue', { 'Fn::GetAtt': ['Copies', 'Arn'] }),
            ],
          },
        },
        Archive: {
          Type: 'AWS::Events::Archive',
          Properties: { SourceArn: { 'Fn::GetAtt': ['Bus', 'Arn'] }, EventPattern: { source: ['mosip.a'] } },
        },
        Sweep: {
          Type: 'AWS::Events::Rule',
          Properties: {
            ScheduleExpression: 'rate(5 minutes)',
            State: 'ENABLED',
            Targets: [{ Id: 'sweep', Arn: { 'Fn::GetAtt': ['Publisher', 'Arn'] } }],
          },
        },
        ...resources,
      },
    },
    'small',
    '/nowhere',
  );
}

/** The ARN of a resource of the stack. */
export function arnOf(template: RunnableTemplate, logicalId: string): string {
  return template.resources.find((resource) => resource.logicalId === logicalId)?.arn ?? `no ${logicalId}`;
}

export interface DeliveredRecord {
  readonly eventName: string;
  readonly eventSource: string;
  readonly awsRegion: string;
  readonly eventSourceARN: string;
  readonly dynamodb: {
    readonly Keys: { readonly id: { readonly S: string } };
    readonly NewImage?: Readonly<Record<string, unknown>>;
    readonly SequenceNumber: string;
    readonly StreamViewType: string;
    readonly ApproximateCreationDateTime: number;
  };
}

export const idOf = (record: DeliveredRecord) => record.dynamodb.Keys.id.S;
export const accepted: InvocationResult = { ok: true, value: { batchItemFailures: [] } };
export const broken: InvocationResult = { ok: false, errorType: 'Error', errorMessage: 'broken' };
/** The answer of a function that failed on this record. */
export const failedAt = (record: DeliveredRecord): InvocationResult => ({
  ok: true,
  value: { batchItemFailures: [{ itemIdentifier: record.dynamodb.SequenceNumber }] },
});

/** A function played by the test; it keeps the record ids of each invocation. */
export class PlayedFunction implements FunctionInvoker {
  readonly batches: string[][] = [];
  readonly events: unknown[] = [];
  readonly #answer: (records: readonly DeliveredRecord[]) => InvocationResult | Promise<InvocationResult>;

  constructor(answer: (records: readonly DeliveredRecord[]) => InvocationResult | Promise<InvocationResult>) {
    this.#answer = answer;
  }

  async invoke(_arn: string, event: unknown): Promise<InvocationResult> {
    this.events.push(event);
    const records = (event as { Records?: DeliveredRecord[] }).Records ?? [];
    this.batches.push(records.map(idOf));
    return this.#answer(records);
  }
}

/** Waits until a condition holds. */
export async function eventually(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`Did not come true: ${holds}`);
    await pause(5);
  }
}
