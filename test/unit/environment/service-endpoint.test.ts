import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { describe, expect, test } from '@jest/globals';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { type EndpointParameters, endpointOf } from '../../../lib/functions/stand-ins/service-endpoint.ts';

/** One that may come in each partition. The CDK's list lacks the newest. */
const coming = ['eu-west-9', 'mx-north-1', 'us-gov-north-1', 'cn-south-1', 'eusc-de-east-1', 'eusc-de-west-1'].concat([
  'us-iso-west-2',
  'us-isob-west-1',
  'eu-isoe-west-1',
  'us-isof-east-1',
  'us-isof-south-1',
]);
const regions = [...new Set([...RegionInfo.regions.map(({ name }) => name), ...coming])].sort();
const flags = [false, true, undefined];
const settings = regions.flatMap((Region) =>
  flags.flatMap((UseFIPS) => flags.map((UseDualStack) => ({ Region, UseFIPS, UseDualStack }))),
);
const custom = [
  'http://127.0.0.1:8000',
  'https://vpce-1.dynamodb.eu-west-1.vpce.amazonaws.com/base',
  'http://[::1]:4566',
];

/** The address that is called, or that there is none. */
function outcome(resolve: (parameters: EndpointParameters) => { url: URL }, parameters: EndpointParameters): string {
  try {
    return resolve(parameters).url.href;
  } catch {
    return 'refused';
  }
}

describe.each([
  ['dynamodb', new DynamoDBClient({ region: 'eu-west-1' })],
  ['events', new EventBridgeClient({ region: 'eu-west-1' })],
] as const)('the endpoint of %s', (service, { config }) => {
  const bySdk = (parameters: EndpointParameters) => outcome((of) => config.endpointProvider({ ...of }), parameters);
  const own = (parameters: EndpointParameters) => outcome(endpointOf(service), parameters);

  test('is that of the SDK’s own rules, in every region and with every setting', () => {
    expect(regions.length).toBeGreaterThan(40);
    const differences = settings.filter((one) => own(one) !== bySdk(one));
    expect(differences).toEqual([]);
  });

  test('is a custom one as it is given, which neither FIPS nor dual stack can change', () => {
    for (const Endpoint of custom) {
      for (const one of settings.slice(0, flags.length ** 2)) {
        expect([Endpoint, one, own({ ...one, Endpoint })]).toEqual([Endpoint, one, bySdk({ ...one, Endpoint })]);
      }
    }
    expect(() => endpointOf(service)({ Endpoint: custom[0], UseFIPS: true })).toThrow(/AWS_USE_FIPS_ENDPOINT/);
  });

  test('needs a region', () => {
    expect(() => endpointOf(service)({})).toThrow('No region: set AWS_REGION');
    expect(bySdk({})).toBe('refused');
  });
});
