import type { RunnableTemplate } from '../../template/resources.ts';
import { readPolicy, type Statement } from './policy-document.ts';

/** What AWS's own policies allow, as far as functions are given them. */
const ofAws: Readonly<Record<string, readonly string[]>> = {
  'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole': [
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ],
  'arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess': ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
};

/**
 * The statements of a policy that has an ARN: of the template, or AWS's own.
 * @returns undefined when what it says is not known here.
 * @throws Error naming an element of it that is not evaluated here.
 */
export function managedPolicy(template: RunnableTemplate, arn: string): readonly Statement[] | undefined {
  const own = template.ofType('AWS::IAM::ManagedPolicy').find((policy) => policy.arn === arn);
  if (own !== undefined) return readPolicy(own.properties.PolicyDocument, own.logicalId);
  const actions = ofAws[arn];
  return actions && [{ effect: 'Allow', actions, resources: ['*'], conditions: [], principals: [] }];
}
