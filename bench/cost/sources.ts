import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';

const prices = z.strictObject({
  region: z.string(),
  currency: z.literal('USD'),
  about: z.string(),
  prices: z.record(
    z.enum([
      'httpApiRequests',
      'lambdaRequests',
      'lambdaGbSeconds',
      'dynamoDbReadUnits',
      'dynamoDbWriteUnits',
      'eventBridgeEvents',
      'archiveGbIn',
      'logGbIn',
      'metricMonths',
      'alarmMonths',
      'dashboardMonths',
      'traces',
      'kmsKeyMonths',
      'kmsRequests',
    ]),
    z.strictObject({
      /** Dollars for `per` units. */
      value: z.number().check(z.minimum(0)),
      per: z.number().check(z.positive()),
      unit: z.string(),
      source: z.url(),
      /** The day on which the figure was read in the provider's own words. */
      checked: z.union([z.iso.date(), z.literal(false)]),
      alsoAt: z.optional(z.url()),
    }),
  ),
});

const quantities = z.record(
  z.enum([
    'functionMs',
    'functionGb',
    'authorizerCalls',
    'publisherCalls',
    'publisherMs',
    'recordBytes',
    'logBytes',
    'accessLogBytes',
    'traces',
    'keys',
    'kmsRequestsOfFunction',
    'dashboards',
    'metrics',
  ]),
  z.strictObject({ value: z.number().check(z.minimum(0)), unit: z.string(), why: z.string() }),
);

const read = (name: string) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));

/** List prices with their sources. */
export const priceList = prices.parse(read('prices.json'));
/** What is neither a price nor counted by a test, each with its reason. */
export const quantityList = quantities.parse(read('quantities.json'));

export type PriceName = keyof typeof priceList.prices;

/** What a quantity costs, in dollars. */
export function dollarsFor(name: PriceName, quantity: number): number {
  const { value, per } = priceList.prices[name];
  return (quantity * value) / per;
}

export const quantity = (name: keyof typeof quantityList): number => quantityList[name].value;
