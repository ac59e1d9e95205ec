import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeArchiveCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { Deployment } from './deployment.ts';
import { type CheckOutcome, expectEqual, passed, skipped } from './report.ts';
import { at, textAt } from './service-client.ts';

/** An assumption about AWS, with its number in docs/local-cloud.md. */
export interface Assumption {
  readonly number: number;
  readonly title: string;
  /** A check that a caller can make, or why there is none. */
  readonly check: ((deployment: Deployment) => Promise<CheckOutcome>) | string;
}

/** Holds if every step of the lifecycle passed. None could pass if the assumption were wrong. */
const byLifecycle =
  (what: string) =>
  async ({ hasLifecyclePassed }: Deployment): Promise<CheckOutcome> =>
    hasLifecyclePassed
      ? passed(`shown by the lifecycle above, ${what}`)
      : { kind: 'failed', why: 'the lifecycle above failed' };

/** Holds if every audit trail arrived as expected. */
const byTrail = async ({ audit, hasTrailPassed }: Deployment): Promise<CheckOutcome> => {
  if (audit === undefined) return skipped('it needs --log-group');
  return hasTrailPassed
    ? passed('shown by the audit trail above')
    : { kind: 'failed', why: 'the audit trail above failed' };
};

const OPERATOR = 'a caller cannot trigger it';

const shortAnswer = ({ status, body }: { readonly status: number; readonly body: unknown }) => [
  status,
  at(body, 'message'),
];

/** Every assumption in docs/local-cloud.md, in order. test/e2e/smoke.test.ts compares the numbers. */
export const assumptions: readonly Assumption[] = [
  {
    number: 1,
    title: 'no token: 401',
    check: async ({ client, tokenSource }) => {
      if (tokenSource === 'either') return skipped('this deployment requires no token in a certain place: see 4');
      return expectEqual(shortAnswer(await client.with({ token: '' }).send('GET', '/misps')), [401, 'Unauthorized']);
    },
  },
  {
    number: 2,
    title: 'a bad token, or one without the role: 403',
    check: async ({ client, tokenWithoutRole }) => {
      const bad = expectEqual(shortAnswer(await client.with({ token: 'bad' }).send('GET', '/misps')), [
        403,
        'Forbidden',
      ]);
      if (bad.kind === 'failed' || tokenWithoutRole === undefined) return bad;
      const answer = await client.with({ token: tokenWithoutRole }).send('GET', '/misps');
      return expectEqual(shortAnswer(answer), [403, 'Forbidden']);
    },
  },
  {
    number: 3,
    title: 'the cookie as identity source',
    check: async ({ client, tokenSource }) => {
      if (tokenSource === 'header') return skipped('it needs a deployment with tokenSource cookie or either');
      const answer = await client.with({ place: 'cookie' }).send('GET', '/misps?limit=1');
      return expectEqual(answer.status, 200);
    },
  },
  {
    number: 4,
    title: 'no identity source: no token is a 403',
    check: async ({ client, tokenSource }) => {
      if (tokenSource !== 'either') return skipped('it needs a deployment with tokenSource either');
      return expectEqual(shortAnswer(await client.with({ token: '' }).send('GET', '/misps')), [403, 'Forbidden']);
    },
  },
  { number: 5, title: 'the cache of the authorizer', check: OPERATOR },
  {
    number: 6,
    title: 'encoded paths arrive decoded',
    check: async ({ misps, client, misp }) => {
      const ids: string[] = [];
      for await (const found of misps.findMispsByName(misp.name)) ids.push(found.misp.id);
      const slash = await client.send('GET', `/misps/mispId/${misp.id}%2Fx`);
      return expectEqual([ids, slash.status], [[misp.id], 404]);
    },
  },
  {
    number: 7,
    title: 'a path that cannot be decoded: 400',
    check: async ({ client }) => expectEqual((await client.send('GET', '/misps/mispId/%ZZ')).status, 400),
  },
  {
    number: 8,
    title: 'a fixed segment wins over a variable',
    check: async ({ client }) => {
      const answer = await client.send('GET', '/misps/mispId/licenseKey');
      return expectEqual(textAt(answer.body, 'errors', 0, 'message'), 'MISP ID does not exist  licenseKey');
    },
  },
  {
    number: 9,
    title: 'request line and headers over 10,240 bytes: 431',
    check: async ({ client }) => {
      const answer = await client.send('GET', `/misps?limit=1&cursor=${'x'.repeat(11_000)}`);
      return [414, 431].includes(answer.status) ? passed(`HTTP ${answer.status}`) : expectEqual(answer.status, 431);
    },
  },
  { number: 10, title: 'a body over 10 MB: 413', check: 'not worth its cost' },
  { number: 11, title: 'cookies and headers of payload 2.0', check: byLifecycle('with 2 and 3 for cookies') },
  {
    number: 12,
    title: 'a JSON body is read, whether it arrives as text or as base64',
    check: async ({ client, misp }) => {
      const unknown = { mispLicenseKey: 'smoke' };
      const sent = ['application/json', 'application/vnd.misp+json'].map(async (contentType) => {
        const answer = await client.send('PATCH', `/misps/${misp.id}/licenseKey`, unknown, contentType);
        return at(answer.body, 'errors', 0, 'errorCode');
      });
      const [asText, asBase64] = await Promise.all(sent);
      return asText === undefined ? { kind: 'failed', why: 'no error' } : expectEqual(asBase64, asText);
    },
  },
  { number: 13, title: 'throttling', check: 'it would disturb other callers' },
  { number: 14, title: 'errors and timeouts of functions', check: OPERATOR },
  {
    number: 15,
    title: 'every answer carries the request id of its audit records',
    check: async (deployment) => {
      const { requestId } = await deployment.client.send('GET', '/misps?limit=1');
      return requestId === '' ? { kind: 'failed', why: 'no apigw-requestid' } : byTrail(deployment);
    },
  },
  { number: 16, title: 'CORS preflights', check: 'it depends on corsOrigins' },
  {
    number: 17,
    title: "tables encrypted with the stack's key, without grants of the functions",
    check: async ({ table }) => {
      if (table === undefined) return skipped('it needs --table');
      const { Table } = await new DynamoDBClient({}).send(new DescribeTableCommand({ TableName: table }));
      return expectEqual([Table?.SSEDescription?.SSEType, Table?.SSEDescription?.Status], ['KMS', 'ENABLED']);
    },
  },
  { number: 18, title: 'dynamodb:LeadingKeys, in transactions too', check: byLifecycle('every call was admitted') },
  { number: 19, title: 'transactions are authorized item by item', check: byLifecycle('every call was admitted') },
  { number: 20, title: 'the bundles run on arm64', check: byLifecycle('every operation answered') },
  { number: 21, title: 'the environment of the functions', check: byLifecycle('every operation answered') },
  { number: 22, title: 'the stream delivers', check: byTrail },
  { number: 23, title: "the stream's filter", check: byTrail },
  { number: 24, title: 'limits and error codes of PutEvents', check: OPERATOR },
  {
    number: 25,
    title: 'the bus delivers to the log group',
    check: async (deployment) =>
      deployment.logGroup === undefined ? skipped('it needs --log-group') : byTrail(deployment),
  },
  {
    number: 26,
    title: 'the archive takes the events',
    check: async ({ archive }) => {
      if (archive === undefined) return skipped('it needs --archive');
      const found = await new EventBridgeClient({}).send(new DescribeArchiveCommand({ ArchiveName: archive }));
      // The count of an archive lags by hours, so this only checks that it is enabled.
      const outcome = expectEqual(found.State, 'ENABLED');
      return outcome.kind === 'passed' ? passed(`${found.EventCount ?? 0} events counted so far`) : outcome;
    },
  },
  { number: 27, title: 'the schedule calls the sweeper', check: 'an alarm reports within minutes if it does not' },
  { number: 28, title: 'dead-letter queues of the targets', check: OPERATOR },
  { number: 29, title: 'strongly consistent reads', check: byLifecycle('each revocation was seen at once') },
  { number: 30, title: 'a failed condition returns the current item', check: byLifecycle('the second registration') },
  {
    number: 31,
    title: 'indexes lag, but not for long',
    check: async ({ misps, misp }) => {
      const started = Date.now();
      while (Date.now() - started < 10_000) {
        for await (const found of misps.findMispsByName(misp.name)) {
          if (found.misp.status_code === 'rejected') return passed(`seen after ${Date.now() - started} ms`);
        }
      }
      return { kind: 'failed', why: 'the rejection was not seen in the search for 10 s' };
    },
  },
  { number: 32, title: 'what an item costs', check: 'the bill shows it' },
  { number: 33, title: 'the policy of the bus denies', check: OPERATOR },
  { number: 34, title: 'replays are not denied', check: OPERATOR },
  { number: 35, title: 'which requests share a bucket', check: 'it would disturb other callers' },
  { number: 36, title: 'handlers as Node.js 24 calls them', check: byLifecycle('every operation answered') },
  { number: 37, title: 'permissions boundaries', check: OPERATOR },
  { number: 38, title: 'headers that are passed on', check: byLifecycle('every operation answered') },
  { number: 39, title: 'late deletion of expired items', check: OPERATOR },
  {
    number: 40,
    title: 'DynamoDB answers a plain GET and keeps the connection',
    check: async ({ table }) => {
      if (table === undefined) return skipped('it needs --table');
      const { status, headers } = await fetch(await addressOfDynamoDb());
      return expectEqual([status, headers.get('connection') === 'close'], [200, false]);
    },
  },
];

async function addressOfDynamoDb(): Promise<string> {
  const { AWS_ENDPOINT_URL_DYNAMODB: own, AWS_ENDPOINT_URL: all } = process.env;
  const { config } = new DynamoDBClient({});
  // The SDK knows the partitions, such as China's.
  return own ?? all ?? config.endpointProvider({ Region: await config.region() }).url.href;
}
