import { AttributeType, StreamViewType } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { OUTBOX_KEY } from '../../functions/storage/table-schema.ts';
import { auditOutboxTableName } from '../configuration/physical-name.ts';
import type { StageConfiguration } from '../configuration/stage-settings.ts';
import { ProtectedTable } from './protected-table.ts';

export interface AuditOutboxTableProps {
  readonly configuration: StageConfiguration;
  readonly key: IKey;
}

/** Audit rows on their way to the bus; empty if everything is delivered. Its stream starts the publisher. */
export class AuditOutboxTable extends ProtectedTable {
  /** The stream's ARN, never undefined. */
  readonly streamArn: string;

  constructor(scope: Construct, id: string, { configuration, key }: AuditOutboxTableProps) {
    super(scope, id, {
      configuration,
      key,
      tableName: auditOutboxTableName(configuration),
      partitionKey: { name: OUTBOX_KEY, type: AttributeType.STRING },
      stream: StreamViewType.NEW_IMAGE,
    });
    if (this.tableStreamArn === undefined) throw new Error('The audit outbox has no stream');
    this.streamArn = this.tableStreamArn;
  }
}
