/** The simulated region and account. */
export const region = 'us-east-1';
export const accountId = '000000000000';

/** `AWS::NoValue`: a property with this value is left out. */
export const noValue = Symbol('AWS::NoValue');

/** The values of CloudFormation's pseudo parameters. */
export function pseudoParameters(stackName: string): Readonly<Record<string, string | symbol>> {
  return {
    'AWS::Region': region,
    'AWS::AccountId': accountId,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stackName,
    'AWS::StackId': `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/local`,
    'AWS::NoValue': noValue,
  };
}
