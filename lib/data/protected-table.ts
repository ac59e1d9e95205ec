import { type Attribute, BillingMode, type StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { StageConfiguration } from '../configuration/stage-settings.ts';
import { removalPolicyOf } from './removal-policy.ts';

export interface ProtectedTableProps {
  readonly configuration: StageConfiguration;
  readonly tableName: string;
  readonly partitionKey: Attribute;
  readonly key: IKey;
  readonly stream?: StreamViewType;
  /** The attribute with the time after which DynamoDB deletes the item. */
  readonly timeToLiveAttribute?: string;
}

/**
 * The common settings of all tables: on demand, point-in-time recovery for 35 days, encryption with the service's key,
 * and deletion protection if the data must be kept.
 *
 * Not `TableV2`, which cannot use a customer key in a stack without a region.
 */
export class ProtectedTable extends Table {
  constructor(scope: Construct, id: string, props: ProtectedTableProps) {
    super(scope, id, {
      tableName: props.tableName,
      partitionKey: props.partitionKey,
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: props.key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: props.configuration.data === 'retain',
      removalPolicy: removalPolicyOf(props.configuration),
      ...(props.stream === undefined ? {} : { stream: props.stream }),
      ...(props.timeToLiveAttribute === undefined ? {} : { timeToLiveAttribute: props.timeToLiveAttribute }),
    });
  }
}
