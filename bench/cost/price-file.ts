import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';

const priceNames = [
  'httpApiRequests',
  'lambdaRequests',
  'lambdaGbSeconds',
  'dynamoDbReadUnits',
  'dynamoDbWriteUnits',
  'dynamoDbStreamReadsByLambda',
  'eventBridgeEvents',
  'archiveGbIn',
  'archiveGbMonths',
  'logGbIn',
  'infrequentLogGbIn',
  'logGbMonths',
  'metricMonths',
  'alarmMonths',
  'dashboardMonths',
  'traces',
  'kmsKeyMonths',
  'kmsRequests',
  'sqsRequests',
  'fargateVcpuHours',
  'fargateGbHours',
  'albHours',
  'albCapacityUnitHours',
  'publicAddressHours',
  'databaseHours',
  'databaseGbMonths',
] as const;
export type PriceName = (typeof priceNames)[number];

const priceFile = z.strictObject({
  region: z.string(),
  currency: z.literal('USD'),
  /** The day that every value is of. */
  date: z.iso.date(),
  about: z.string(),
  prices: z.record(
    z.enum(priceNames),
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
export type PriceFile = z.infer<typeof priceFile>;

/** What a quantity costs, in dollars. */
export type Prices = (name: PriceName, quantity: number) => number;

/** Reads the list prices, with where they are from. */
export function readPriceFile(): PriceFile {
  return priceFile.parse(JSON.parse(readFileSync(new URL('prices.json', import.meta.url), 'utf8')));
}

export function pricesOf({ prices }: Pick<PriceFile, 'prices'>): Prices {
  return (name, quantity) => (quantity * prices[name].value) / prices[name].per;
}
