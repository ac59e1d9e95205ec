import { describe, expect, test } from '@jest/globals';
import { leadingKeyOfQuery } from '../../../local/aws/iam/leading-keys.ts';
import { readPolicy, verdictOf } from '../../../local/aws/iam/policy-document.ts';
import { isArnLike } from '../../../local/aws/iam/wildcards.ts';

const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/misps';
const policy = (...statements: object[]) => readPolicy({ Version: '2012-10-17', Statement: statements }, 'test');
const allow = (more: object) => ({ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: table, ...more });
const ask = (statements: object[], action = 'dynamodb:PutItem', resource = table, context = {}) =>
  verdictOf(policy(...statements), { action, resource, context });

describe('a policy', () => {
  test('allows what it names, with wildcards, and says nothing about the rest', () => {
    expect(ask([allow({})])).toBe('Allow');
    expect(ask([allow({})], 'dynamodb:putitem')).toBe('Allow');
    expect(ask([allow({})], 'dynamodb:PutItems')).toBe('silent');
    expect(ask([allow({})], 'dynamodb:PutItem', `${table}s`)).toBe('silent');
    expect(ask([allow({ Action: 'dynamodb:Put*' })])).toBe('Allow');
    expect(ask([allow({ Action: ['dynamodb:GetItem', 'dynamodb:Pu?Item'] })])).toBe('Allow');
    expect(ask([allow({ Resource: `${table}/index/*` })], 'dynamodb:PutItem', `${table}/index/by-name`)).toBe('Allow');
    expect(ask([allow({ Resource: `${table}/index/*` })])).toBe('silent');
    expect(ask([])).toBe('silent');
  });

  test('may exclude actions', () => {
    const others = { Effect: 'Allow', NotAction: ['iam:*', 'dynamodb:Scan'], Resource: '*' };
    expect(ask([others])).toBe('Allow');
    expect(ask([others], 'dynamodb:scan')).toBe('silent');
    expect(ask([others], 'iam:PassRole')).toBe('silent');
    expect(ask([allow({ Action: '*' }), { ...others, Effect: 'Deny' }])).toBe('Deny');
    expect(ask([allow({ Action: '*' }), { ...others, Effect: 'Deny' }], 'dynamodb:Scan')).toBe('Allow');
  });

  test('denies before it allows, in any order', () => {
    const deny = { Effect: 'Deny', Action: 'dynamodb:*', Resource: '*' };
    expect(ask([allow({}), deny])).toBe('Deny');
    expect(ask([deny, allow({})])).toBe('Deny');
  });

  test('wildcards of an ARN stay within their part, except in the last', () => {
    expect(isArnLike('arn:aws:sqs:*:1:queue', 'arn:aws:sqs:us-east-1:1:queue')).toBe(true);
    expect(isArnLike('arn:aws:*:queue', 'arn:aws:sqs:us-east-1:1:queue')).toBe(false);
    expect(isArnLike('arn:aws:logs:r:1:log-group:/a:*', 'arn:aws:logs:r:1:log-group:/a:log-stream:b')).toBe(true);
    expect(isArnLike('arn:aws:logs:r:1:log-group:/a.:*', 'arn:aws:logs:r:1:log-group:/ab:*')).toBe(false);
  });
});

describe('conditions', () => {
  const keys = (...patterns: string[]) =>
    allow({ Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': patterns } } });
  const of = (...given: string[]) => ({ 'dynamodb:LeadingKeys': given });

  test('leading keys: the statement must name every key of the call', () => {
    expect(ask([keys('MISP#*', 'NAME#*')], undefined, undefined, of('MISP#100', 'NAME#a'))).toBe('Allow');
    expect(ask([keys('MISP#*')], undefined, undefined, of('MISP#100', 'NAME#a'))).toBe('silent');
    expect(ask([keys('COUNTER')], undefined, undefined, of('COUNTER#1'))).toBe('silent');
    // Without a key, every key is named: a Scan would pass.
    expect(ask([keys('MISP#*')])).toBe('Allow');
  });

  test('of a source, of transport, of a set with at least one match', () => {
    const source = (operator: string) => allow({ Condition: { [operator]: { 'aws:SourceArn': 'arn:aws:a:b:c:d/*' } } });
    const from = (arn: string) => ({ 'aws:SourceArn': [arn] });
    expect(ask([source('ArnLike')], undefined, undefined, from('arn:aws:a:b:c:d/e'))).toBe('Allow');
    expect(ask([source('ArnEquals')], undefined, undefined, from('arn:aws:a:b:c:e'))).toBe('silent');
    expect(ask([source('StringEquals')], undefined, undefined, from('arn:aws:a:b:c:d/e'))).toBe('silent');
    expect(ask([source('ArnLike')])).toBe('silent');
    const transport = allow({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
    expect(ask([transport], undefined, undefined, { 'aws:SecureTransport': ['true'] })).toBe('silent');
    const any = allow({ Condition: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': 'A*' } } });
    expect(ask([any], undefined, undefined, of('B', 'A1'))).toBe('Allow');
    expect(ask([any])).toBe('silent');
  });

  test.each(['ArnNotEquals', 'ArnNotLike'])(
    '%s holds for a value that matches none, and for a missing one',
    (operator) => {
      const principal = (...arns: string[]) => allow({ Condition: { [operator]: { 'aws:PrincipalArn': arns } } });
      const of = (arn: string) => ({ 'aws:PrincipalArn': [arn] });
      const [one, other] = ['arn:aws:iam::1:role/one', 'arn:aws:iam::1:role/other'];
      expect(ask([principal(one)], undefined, undefined, of(other))).toBe('Allow');
      expect(ask([principal(one)], undefined, undefined, of(one))).toBe('silent');
      expect(ask([principal(other, one)], undefined, undefined, of(one))).toBe('silent');
      expect(ask([principal('arn:aws:iam::1:role/o*')], undefined, undefined, of(one))).toBe('silent');
      // A trap for a denial with an exception: a caller without an ARN matches no exception.
      expect(ask([principal(one)])).toBe('Allow');
    },
  );

  test('IfExists accepts an absent key, and checks a present one', () => {
    const service = allow({ Condition: { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } } });
    const of = (value: string) => ({ 'aws:PrincipalIsAWSService': [value] });
    expect(ask([service])).toBe('Allow');
    expect(ask([service], undefined, undefined, of('false'))).toBe('Allow');
    expect(ask([service], undefined, undefined, of('true'))).toBe('silent');
    const strict = allow({ Condition: { Bool: { 'aws:PrincipalIsAWSService': 'false' } } });
    expect(ask([strict])).toBe('silent');
  });

  test('the keys of a Query come from its condition', () => {
    const query = (KeyConditionExpression: string, values: object, names = {}) =>
      leadingKeyOfQuery(
        { KeyConditionExpression, ExpressionAttributeValues: values, ExpressionAttributeNames: names },
        'list',
      );
    expect(query('#l = :l AND begins_with(#o, :p)', { ':l': { S: 'ALL' }, ':p': { S: 'x' } }, { '#l': 'list' })).toBe(
      'ALL',
    );
    expect(query('sorted = :s and list=:l', { ':l': { N: '7' }, ':s': { S: 'x' } })).toBe('7');
    expect(query('other = :l', { ':l': { S: 'ALL' } })).toBeUndefined();
    expect(leadingKeyOfQuery({ KeyConditions: {} }, 'list')).toBeUndefined();
  });
});

const variable = '$'.concat('{aws:username}');

test.each([
  ['an element', { NotPrincipal: '*' }, /NotPrincipal/],
  ['no action', { Action: undefined }, /needs Action or NotAction/],
  ['actions on both sides', { NotAction: 'dynamodb:Scan' }, /needs Action or NotAction/],
  ['an excluded resource', { NotResource: '*' }, /NotResource/],
  ['an effect', { Effect: 'Maybe' }, /Effect/],
  ['no resource', { Resource: undefined }, /names no resource/],
  ['an operator', { Condition: { NumericLessThan: { 'dynamodb:LeadingKeys': '1' } } }, /NumericLessThan/],
  ['an operator on absence', { Condition: { Null: { 'aws:SourceArn': 'true' } } }, /Null/],
  ['another negated operator', { Condition: { StringNotLike: { 'aws:SourceArn': '1' } } }, /StringNotLike/],
  ['a key', { Condition: { StringEquals: { 'dynamodb:Attributes': 'a' } } }, /dynamodb:Attributes/],
  ['a variable in a value', { Condition: { StringEquals: { 'aws:SourceArn': variable } } }, /variables/],
  ['a variable in a resource', { Resource: `arn:aws:s3:::${variable}` }, /variables/],
  ['a principal', { Principal: { Federated: 'x' } }, /Federated/],
])('a policy with %s, which the evaluator does not know, is refused', (_, change, message) => {
  expect(() => policy(allow(change))).toThrow(message);
});
