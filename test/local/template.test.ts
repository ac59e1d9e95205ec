// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of Fn::Sub
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { loadTemplate, runnableTemplate } from '../../local/template/load-template.ts';

const folder = mkdtempSync(join(tmpdir(), 'template-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

const load = (template: Record<string, unknown>) => runnableTemplate(template, 'misp-dev', folder);
const property = (expression: unknown, more: Record<string, unknown> = {}) =>
  load({
    Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'a-role', Value: expression } }, ...more },
  }).resources[0]?.properties.Value;

const table = {
  Type: 'AWS::DynamoDB::Table',
  Properties: { TableName: 'misps', StreamSpecification: { StreamViewType: 'NEW_IMAGE' } },
};

describe('intrinsic functions', () => {
  test.each<[string, unknown, unknown]>([
    ['a pseudo parameter', { Ref: 'AWS::Region' }, 'us-east-1'],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'AWS::AccountId' }, 1]] }, 'a-000000000000-1'],
    [
      'Sub',
      { 'Fn::Sub': 'x-${AWS::Partition}-${!kept}-${Table}-${Table.Arn}' },
      'x-aws-${kept}-misps-arn:aws:dynamodb:us-east-1:000000000000:table/misps',
    ],
    ['Sub with values', { 'Fn::Sub': ['${a}/${b}', { a: '1', b: { Ref: 'Table' } }] }, '1/misps'],
    ['Select of Split', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
    ['If', { 'Fn::If': ['Yes', 'then', { Ref: 'Missing' }] }, 'then'],
    ['If without a value', [{ 'Fn::If': ['No', 'then', { Ref: 'AWS::NoValue' }] }, 'kept'], ['kept']],
    ['FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'memory'] }, 512],
    ['a parameter', { Ref: 'Colour' }, 'blue'],
  ])('%s', (_, expression, value) => {
    const template = load({
      Parameters: { Colour: { Type: 'String', Default: 'blue' } },
      Conditions: {
        Yes: { 'Fn::And': [{ 'Fn::Equals': [{ Ref: 'Colour' }, 'blue'] }, { 'Fn::Not': [{ Condition: 'No' }] }] },
        No: { 'Fn::Equals': [{ Ref: 'Colour' }, 'red'] },
      },
      Mappings: { Sizes: { 'us-east-1': { memory: 512 } } },
      Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { Value: expression } }, Table: table },
    });
    expect(template.ofType('AWS::IAM::Role')[0]?.properties.Value).toEqual(value);
  });

  test('names and ARNs are as on AWS', () => {
    const stack = {
      Table: table,
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } },
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'misp-audit' } },
      Rule: { Type: 'AWS::Events::Rule', Properties: { Name: 'r', EventBusName: { Ref: 'Bus' } } },
      Registry: { Type: 'AWS::EventSchemas::Registry', Properties: { RegistryName: 'events' } },
      Schema: {
        Type: 'AWS::EventSchemas::Schema',
        Properties: { RegistryName: { 'Fn::GetAtt': ['Registry', 'RegistryName'] }, SchemaName: 's@K' },
      },
      Log: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/aws/lambda/f' } },
      Function: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'f' } },
      Role: { Type: 'AWS::IAM::Role' },
    };
    const template = load({ Resources: stack });
    expect(Object.fromEntries(template.resources.map(({ logicalId, name, arn }) => [logicalId, [name, arn]]))).toEqual({
      Table: ['misps', 'arn:aws:dynamodb:us-east-1:000000000000:table/misps'],
      Queue: ['https://sqs.us-east-1.amazonaws.com/000000000000/q', 'arn:aws:sqs:us-east-1:000000000000:q'],
      Bus: ['misp-audit', 'arn:aws:events:us-east-1:000000000000:event-bus/misp-audit'],
      Rule: ['misp-audit|r', 'arn:aws:events:us-east-1:000000000000:rule/misp-audit/r'],
      Registry: Array(2).fill('arn:aws:schemas:us-east-1:000000000000:registry/events'),
      Schema: Array(2).fill('arn:aws:schemas:us-east-1:000000000000:schema/events/s@K'),
      Log: ['/aws/lambda/f', 'arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/f:*'],
      Function: ['f', 'arn:aws:lambda:us-east-1:000000000000:function:f'],
      Role: ['misp-dev-Role', 'arn:aws:iam::000000000000:role/misp-dev-Role'],
    });
    expect(template.byArn('arn:aws:sqs:us-east-1:000000000000:q').logicalId).toBe('Queue');
    expect(template.byArn('arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/f').logicalId).toBe('Log');
    const streamArn = 'arn:aws:dynamodb:us-east-1:000000000000:table/misps/stream/2024-01-01T00:00:00.000';
    expect(template.byArn(streamArn).logicalId).toBe('Table');
    expect(() => template.byArn('arn:aws:sqs:::other')).toThrow('arn:aws:sqs:::other');
  });

  test('outputs are resolved, and resources whose condition does not hold are left out', () => {
    const template = load({
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: { Table: table, Other: { ...table, Condition: 'Never' } },
      Outputs: { Name: { Value: { Ref: 'Table' } } },
    });
    expect(template.outputs).toEqual({ Name: 'misps' });
    expect(template.resources).toHaveLength(1);
  });
});

describe('unknown expressions are refused, with resource and expression', () => {
  test.each<[string, unknown, string]>([
    [
      'an unknown function',
      { 'Fn::ImportValue': 'x' },
      'Role (AWS::IAM::Role): cannot resolve {"Fn::ImportValue":"x"}',
    ],
    ['a missing resource', { Ref: 'Nobody' }, 'Role (AWS::IAM::Role): cannot resolve {"Ref":"Nobody"}'],
    ['an unknown attribute', { 'Fn::GetAtt': ['Table', 'Colour'] }, 'the attribute Colour of AWS::DynamoDB::Table'],
    ['a nested expression', { 'Fn::Join': ['', [{ Ref: 'Nobody' }]] }, 'cannot resolve {"Ref":"Nobody"}'],
    ['a reference to an unknown type', { Ref: 'Odd' }, 'the name of Odd (AWS::Odd::Thing)'],
    ['a stored parameter', { Ref: 'Stored' }, 'the parameter Stored has no value here'],
    ['a condition that does not exist', { 'Fn::If': ['Nowhere', 1, 2] }, 'there is no condition Nowhere'],
    ['a list where text is wanted', { 'Fn::Join': ['', [['a']]] }, 'expected a string, not ["a"]'],
  ])('%s', (_, expression, message) => {
    const resources = {
      Role: { Type: 'AWS::IAM::Role', Properties: { Value: expression } },
      Table: table,
      Odd: { Type: 'AWS::Odd::Thing' },
    };
    const Parameters = { Stored: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/x' } };
    expect(() => load({ Parameters, Resources: resources })).toThrow(message);
  });

  test('a name that depends on itself', () => {
    expect(() =>
      property({ Ref: 'Loop' }, { Loop: { Type: 'AWS::IAM::Role', Properties: { RoleName: { Ref: 'Loop' } } } }),
    ).toThrow('the name of Loop depends on itself');
  });

  test('a template with a macro', () => {
    expect(() => load({ Transform: 'AWS::Serverless-2016-10-31', Resources: {} })).toThrow('Transform');
  });
});

describe('finding the template in a cloud assembly', () => {
  test('a single stack is used, several need a name', () => {
    writeFileSync(join(folder, 'one.template.json'), JSON.stringify({ Resources: { Table: table } }));
    expect(loadTemplate(folder).stackName).toBe('one');
    writeFileSync(join(folder, 'two.template.json'), JSON.stringify({ Resources: {} }));
    expect(() => loadTemplate(folder)).toThrow('exactly one');
    expect(loadTemplate(folder, 'two').resources).toHaveLength(0);
    expect(() => loadTemplate(join(folder, 'none'))).toThrow('no stack');
  });
});
