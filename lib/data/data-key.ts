import { Aws } from 'aws-cdk-lib';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { deploymentName, physicalName } from '../configuration/physical-name.ts';
import type { StageConfiguration } from '../configuration/stage-settings.ts';
import { removalPolicyOf } from './removal-policy.ts';

export interface DataKeyProps {
  readonly configuration: StageConfiguration;
}

/** What DynamoDB does with the key for its callers. */
const DYNAMODB_USE = [
  'kms:CreateGrant',
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/**
 * The key of both tables. Its policy lets every principal of the account use it, but only through DynamoDB. So grants
 * on a table alone decide who may read it, and no role needs a grant on the key.
 */
export class DataKey extends Key {
  constructor(scope: Construct, id: string, { configuration }: DataKeyProps) {
    super(scope, id, {
      alias: physicalName(configuration, 'data'),
      description: `The tables of ${deploymentName(configuration)}: MISPs and audit outbox`,
      enableKeyRotation: true,
      removalPolicy: removalPolicyOf(configuration),
    });
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'ThroughDynamoDbOnly',
        principals: [new AnyPrincipal()],
        actions: DYNAMODB_USE,
        resources: ['*'],
        conditions: {
          StringEquals: {
            'kms:CallerAccount': Aws.ACCOUNT_ID,
            // AWS documents the first form. In other partitions, such as China's, services are called by the second.
            'kms:ViaService': [`dynamodb.${Aws.REGION}.amazonaws.com`, `dynamodb.${Aws.REGION}.${Aws.URL_SUFFIX}`],
          },
        },
      }),
    );
  }
}
