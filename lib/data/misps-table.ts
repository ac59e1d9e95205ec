import { AttributeType, ProjectionType } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { FORGET_AT, indexes, MISPS_KEY } from '../../functions/storage/table-schema.ts';
import { mispsTableName } from '../configuration/physical-name.ts';
import type { StageConfiguration } from '../configuration/stage-settings.ts';
import { ProtectedTable } from './protected-table.ts';

export interface MispsTableProps {
  readonly configuration: StageConfiguration;
  readonly key: IKey;
}

/**
 * The table of MISPs. Also contains their names, pointers from licence keys, the id counter, outcomes of requests with
 * an idempotency key (for a day), and notices of expiring licences. Each is one item, with a key prefix for its kind.
 */
export class MispsTable extends ProtectedTable {
  constructor(scope: Construct, id: string, { configuration, key }: MispsTableProps) {
    super(scope, id, {
      configuration,
      key,
      tableName: mispsTableName(configuration),
      partitionKey: { name: MISPS_KEY, type: AttributeType.STRING },
      timeToLiveAttribute: FORGET_AT,
    });
    for (const [indexName, { partition, sort }] of Object.entries(indexes)) {
      this.addGlobalSecondaryIndex({
        indexName,
        partitionKey: { name: partition, type: AttributeType.STRING },
        sortKey: { name: sort, type: AttributeType.STRING },
        projectionType: ProjectionType.ALL,
      });
    }
  }
}
