import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type AwsServices, startAwsServices } from '../../../local/aws/aws-services.ts';
import { type Engine, startEngine } from '../../../local/aws/engines/engine.ts';
import { callEngine } from '../../../local/aws/engines/engine-request.ts';
import { runnableTemplate } from '../../../local/template/load-template.ts';

jest.setTimeout(60_000);

const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' });
const keys = (...names: string[]) =>
  names.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' }));
const template = (TableName: string) =>
  runnableTemplate(
    {
      Resources: {
        Things: {
          Type: 'AWS::DynamoDB::Table',
          Properties: {
            TableName,
            KeySchema: keys('pk'),
            AttributeDefinitions: [attribute('pk'), attribute('list'), attribute('name')],
            GlobalSecondaryIndexes: [
              { IndexName: 'by-name', KeySchema: keys('list', 'name'), Projection: { ProjectionType: 'ALL' } },
            ],
            StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
          },
        },
      },
    },
    'lagging',
    '/nowhere',
  );

const kind = process.env.TEST_ENGINE === 'dynamodb-local' ? 'dynamodb-local' : 'dynoxide';

describe(`on ${kind}`, () => {
  let engine: Engine;
  let services: AwsServices;
  let now = 0;
  let tables = 0;
  let TableName = '';
  beforeAll(async () => {
    engine = await startEngine({ kind });
  }, 30_000);
  afterEach(() => services.stop());
  afterAll(() => engine.stop());

  async function start() {
    tables += 1;
    TableName = `things-${tables}`;
    services = await startAwsServices({ template: template(TableName), engine, clock: () => now });
  }
  const ask = (action: string, input: object) =>
    callEngine(services.endpointUrl, `DynamoDB_20120810.${action}`, { TableName, ...input }) as Promise<
      Record<string, unknown>
    >;
  const item = (pk: string, name: string) => ({ pk: { S: pk }, list: { S: 'ALL' }, name: { S: name } });
  const put = (pk: string, name: string) => ask('PutItem', { Item: item(pk, name) });
  const names = async (more: object = {}) => {
    const { Items } = await ask('Query', {
      IndexName: 'by-name',
      KeyConditionExpression: '#l = :l',
      ExpressionAttributeNames: { '#l': 'list' },
      ExpressionAttributeValues: { ':l': { S: 'ALL' } },
      ...more,
    });
    return (Items as { name: { S: string } }[]).map(({ name }) => name.S);
  };
  const nameOf = async (pk: string, more: object = {}) => {
    const { Item } = await ask('GetItem', { Key: { pk: { S: pk } }, ...more });
    return (Item as { name: { S: string } } | undefined)?.name.S;
  };

  test('an index shows an earlier state for every kind of write; the table shows the present', async () => {
    await start();
    await put('1', 'a');
    await put('2', 'b');
    await services.lag.set({ indexes: 500 });
    expect(await names()).toEqual(['a', 'b']);
    await put('3', 'c');
    await ask('UpdateItem', {
      Key: { pk: { S: '1' } },
      UpdateExpression: 'SET #n = :n',
      ExpressionAttributeNames: { '#n': 'name' },
      ExpressionAttributeValues: { ':n': { S: 'z' } },
    });
    await ask('DeleteItem', { Key: { pk: { S: '2' } } });
    now += 400;
    await ask('TransactWriteItems', { TransactItems: [{ Put: { TableName, Item: item('4', 'd') } }] });
    await ask('BatchWriteItem', { RequestItems: { [TableName]: [{ PutRequest: { Item: item('5', 'e') } }] } });
    expect(await names()).toEqual(['a', 'b']);
    expect(await nameOf('1')).toBe('z');
    now += 100;
    expect(await names()).toEqual(['c', 'z']);
    now += 400;
    expect(await names()).toEqual(['c', 'd', 'e', 'z']);
    expect(await names({ Limit: 2 })).toEqual(['c', 'd']);
  });

  test('an eventually consistent read may lag, a consistent one never does', async () => {
    await start();
    await put('1', 'old');
    await services.lag.set({ eventualReads: 1_000 });
    await put('1', 'new');
    now += 999;
    expect(await nameOf('1')).toBe('old');
    expect(await nameOf('1', { ConsistentRead: true })).toBe('new');
    expect(await names()).toEqual(['new']);
    expect((await ask('Scan', {})).Items).toMatchObject([{ name: { S: 'old' } }]);
    now += 1;
    expect(await nameOf('1')).toBe('new');
  });

  test('the capacity is reported for the table, and no copy stays', async () => {
    await start();
    await services.lag.set({ indexes: 1, eventualReads: 1 });
    const answer = await ask('GetItem', { Key: { pk: { S: '1' } }, ReturnConsumedCapacity: 'TOTAL' });
    expect(answer.ConsumedCapacity).toMatchObject({ TableName });
    await services.lag.set({ indexes: 0, eventualReads: 0 });
    const { TableNames } = (await callEngine(engine.endpoint, 'DynamoDB_20120810.ListTables', {})) as {
      TableNames: string[];
    };
    expect(TableNames.filter((name) => name.includes('lagging'))).toEqual([]);
    await put('1', 'present');
    expect(await nameOf('1')).toBe('present');
    await expect(services.lag.set({ indexes: -1 })).rejects.toThrow('Not a lag');
  });
});
