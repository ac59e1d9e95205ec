import { Duration, Validations } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { physicalName } from '../configuration/physical-name.ts';
import type { StageConfiguration } from '../configuration/stage-settings.ts';

export interface DeadLetterQueueProps {
  readonly configuration: StageConfiguration;
  /** The last part of the queue's name. */
  readonly thing: string;
}

/** A queue for undelivered events: encrypted, over TLS only, with SQS's longest retention. An alarm watches it. */
export class DeadLetterQueue extends Queue {
  constructor(scope: Construct, id: string, { configuration, thing }: DeadLetterQueueProps) {
    super(scope, id, {
      queueName: physicalName(configuration, thing),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is itself the dead-letter queue of an event target or a stream mapping, which the rule cannot see.',
    });
  }
}
