import type { RunnableTemplate } from '../../template/resources.ts';
import { readPolicy, type Statement } from './policy-document.ts';

/** What the AWS managed policies allow, for those that functions use. */
const ofAws: Readonly<Record<string, readonly string[]>> = {
  'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole': [
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ],
  'arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess': ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
};

/**
 * The statements of a managed policy, from the template or from AWS.
 * @returns undefined if its content is unknown.
 * @throws Error naming an element that is not supported.
 */
export function managedPolicy(template: RunnableTemplate, arn: string): readonly Statement[] | undefined {
  const own = template.ofType('AWS::IAM::ManagedPolicy').find((policy) => policy.arn === arn);
  if (own !== undefined) return readPolicy(own.properties.PolicyDocument, own.logicalId);
  const actions = ofAws[arn];
  return actions && [{ effect: 'Allow', actions, resources: ['*'], conditions: [], principals: [] }];
}
