import type { EndpointV2 } from '@smithy/types';

/** A service by the first label of its endpoint, which is also its name in signatures. */
export type AwsService = 'dynamodb' | 'events';

/** What the SDK knows about a call's endpoint. */
export interface EndpointParameters {
  readonly Region?: string | undefined;
  /** Set by `AWS_ENDPOINT_URL` and its forms for one service. */
  readonly Endpoint?: string | undefined;
  readonly UseFIPS?: boolean | undefined;
  readonly UseDualStack?: boolean | undefined;
}

/** How the regions of a partition begin, and the domains of its endpoints. */
interface Partition {
  readonly regions: string;
  readonly domain: string;
  readonly dualStackDomain: string;
}

/** Also of GovCloud. */
const COMMERCIAL: Partition = { regions: '', domain: 'amazonaws.com', dualStackDomain: 'api.aws' };
const OTHERS: readonly Partition[] = [
  { regions: 'cn-', domain: 'amazonaws.com.cn', dualStackDomain: 'api.amazonwebservices.com.cn' },
  { regions: 'eusc-', domain: 'amazonaws.eu', dualStackDomain: 'api.amazonwebservices.eu' },
  { regions: 'us-iso-', domain: 'c2s.ic.gov', dualStackDomain: 'api.aws.ic.gov' },
  { regions: 'us-isob-', domain: 'sc2s.sgov.gov', dualStackDomain: 'api.aws.scloud' },
  { regions: 'eu-isoe-', domain: 'cloud.adc-e.uk', dualStackDomain: 'api.cloud-aws.adc-e.uk' },
  { regions: 'us-isof-', domain: 'csp.hci.ic.gov', dualStackDomain: 'api.aws.hci.ic.gov' },
];

/** Whether the usual name complies with FIPS 140 and there is no other, as the SDK's rules say of GovCloud. */
const isFipsAlready = (service: AwsService, region: string, isDualStack: boolean): boolean =>
  region.startsWith('us-gov-') &&
  (service === 'dynamodb' ? !isDualStack : isDualStack || ['us-gov-east-1', 'us-gov-west-1'].includes(region));

/**
 * Finds the endpoint of a service, in the bundles in place of the SDK's own rules (docs/decisions/0004-bundles-for-lambda.md). Those
 * take 16 KB in each bundle and an interpreter at the first call, mostly for endpoints of accounts and of several regions, which no
 * function uses, whatever AWS_ACCOUNT_ID_ENDPOINT_MODE says. test/unit/environment/service-endpoint.test.ts compares the two for
 * every region that the CDK knows, and for coming ones.
 * @throws Error from the returned function if the settings contradict each other, as the SDK's own rules do.
 */
export const endpointOf =
  (service: AwsService) =>
  ({ Region, Endpoint, UseFIPS = false, UseDualStack = false }: EndpointParameters): EndpointV2 => {
    if (Endpoint !== undefined) {
      if (UseFIPS)
        throw new Error('AWS_ENDPOINT_URL is set, and FIPS, too (AWS_USE_FIPS_ENDPOINT or the region): remove one');
      if (UseDualStack) throw new Error('AWS_ENDPOINT_URL is set, and AWS_USE_DUALSTACK_ENDPOINT, too: remove one');
      return { url: new URL(Endpoint) };
    }
    if (Region === undefined) throw new Error('No region: set AWS_REGION');
    const partition = OTHERS.find(({ regions }) => Region.startsWith(regions)) ?? COMMERCIAL;
    const name = UseFIPS && !isFipsAlready(service, Region, UseDualStack) ? `${service}-fips` : service;
    return { url: new URL(`https://${name}.${Region}.${UseDualStack ? partition.dualStackDomain : partition.domain}`) };
  };
