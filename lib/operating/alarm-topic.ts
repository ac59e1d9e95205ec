import { Annotations, Aws } from 'aws-cdk-lib';
import type { Alarm, IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { physicalName } from '../configuration/physical-name.ts';
import type { StageConfiguration } from '../configuration/stage-settings.ts';

export interface AlarmTopicProps {
  readonly configuration: StageConfiguration;
}

/** The destination of alarms: an existing topic, or a new one with an e-mail address. Without either, synth warns. */
export class AlarmTopic extends Construct {
  private readonly action: IAlarmAction | undefined;

  constructor(scope: Construct, id: string, { configuration }: AlarmTopicProps) {
    super(scope, id);
    const topic = this.topicFor(configuration);
    this.action = topic === undefined ? undefined : new SnsAction(topic);
  }

  /** Sends the alarm and its recovery to the topic. */
  notifyOf(alarm: Alarm): void {
    if (this.action === undefined) return;
    alarm.addAlarmAction(this.action);
    alarm.addOkAction(this.action);
  }

  private topicFor(configuration: StageConfiguration): ITopic | undefined {
    const { email, topicArn } = configuration.alarms;
    if (topicArn !== undefined) return Topic.fromTopicArn(this, 'Topic', topicArn);
    if (email !== undefined) return this.topicWith(configuration, email);
    Annotations.of(this).addWarningV2(
      'misp:alarms-without-topic',
      `Stage ${configuration.stage}: alarms reach nobody: set alarms.email or alarms.topicArn in bin/stages.ts`,
    );
    return undefined;
  }

  private topicWith(configuration: StageConfiguration, email: string): Topic {
    const topic = new Topic(this, 'Topic', { topicName: physicalName(configuration, 'alarms'), enforceSSL: true });
    topic.addSubscription(new EmailSubscription(email));
    // `enforceSSL` replaces the default policy, which lets the account's alarms publish.
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    return topic;
  }
}
