import { AttributeType, ProjectionType } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { IndexName } from '../../functions/operation/contract.ts';
import { mispsTableName } from '../configuration/physical-name.ts';
import type { StageConfiguration } from '../configuration/stage-settings.ts';
import { ProtectedTable } from './protected-table.ts';

export interface MispsTableProps {
  readonly configuration: StageConfiguration;
  readonly key: IKey;
}

/** What each index is sorted by. All have the same partition, and all attributes, so that a list is one Query. */
const SORT_KEYS: Readonly<Record<IndexName, string>> = { 'by-registration': 'registration', 'by-name': 'nameOrder' };

/** MISPs, their names, the pointers from licence keys and the id counter: one item each, told apart by the key's prefix. */
export class MispsTable extends ProtectedTable {
  constructor(scope: Construct, id: string, { configuration, key }: MispsTableProps) {
    super(scope, id, {
      configuration,
      key,
      tableName: mispsTableName(configuration),
      partitionKey: { name: 'pk', type: AttributeType.STRING },
    });
    for (const [indexName, sortKey] of Object.entries(SORT_KEYS)) {
      this.addGlobalSecondaryIndex({
        indexName,
        partitionKey: { name: 'list', type: AttributeType.STRING },
        sortKey: { name: sortKey, type: AttributeType.STRING },
        projectionType: ProjectionType.ALL,
      });
    }
  }
}
