import { type Attribute, BillingMode, type StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { StageConfiguration } from '../configuration/stage-settings.ts';
import { keptOrDestroyed } from './kept-or-destroyed.ts';

export interface ProtectedTableProps {
  readonly configuration: StageConfiguration;
  readonly tableName: string;
  readonly partitionKey: Attribute;
  readonly key: IKey;
  readonly stream?: StreamViewType;
  /** The attribute that says when an item may be deleted. */
  readonly timeToLiveAttribute?: string;
}

/**
 * A table as all tables of the service are: on demand, restorable to any second of the last 35 days, encrypted with the
 * service's key, and not to be deleted by accident where the data is to be kept.
 *
 * `Table` and not `TableV2`: the latter cannot take a key of our own in a stack that names no region.
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
      removalPolicy: keptOrDestroyed(props.configuration),
      ...(props.stream === undefined ? {} : { stream: props.stream }),
      ...(props.timeToLiveAttribute === undefined ? {} : { timeToLiveAttribute: props.timeToLiveAttribute }),
    });
  }
}
