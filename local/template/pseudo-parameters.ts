/** The account and region that everything on this machine seems to live in. */
export const region = 'us-east-1';
export const accountId = '000000000000';

/** `AWS::NoValue`: the property that holds it is left out. */
export const noValue = Symbol('AWS::NoValue');

/** What `Ref` gives for CloudFormation's own parameters. */
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
