import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';

const assumptionNames = [
  'referenceRate',
  'callers',
  'hoursPerMonth',
  'getItemMs',
  'putItemMs',
  'updateItemMs',
  'queryMs',
  'scanMs',
  'transactionMs',
  'batchWriteMs',
  'putEventsMs',
  'fullVcpuMemory',
  'relativeSpeed',
  'streamShards',
  'streamPollsPerSecond',
  'tracesPerSecondAtLeast',
  'traceShareBeyond',
  'kmsCacheMinutes',
  'platformLogBytes',
  'requestHeaderBytes',
  'alternativeTasks',
  'alternativeVcpu',
  'alternativeMemoryGb',
  'alternativeDatabaseGb',
  'alternativePublicAddresses',
  'alternativeAlarms',
  'alternativeRowOverheadBytes',
  'requestsPerConnection',
  'containerUtilization',
] as const;
type AssumptionName = (typeof assumptionNames)[number];

const assumptionFile = z.record(
  z.enum(assumptionNames),
  z.strictObject({ value: z.number().check(z.minimum(0)), unit: z.string(), why: z.string() }),
);
export type AssumptionFile = z.infer<typeof assumptionFile>;

/** What is not measured and no price, by name, in the units that the file gives. */
export type Assumptions = Readonly<Record<AssumptionName, number>>;

export function readAssumptionFile(): AssumptionFile {
  return assumptionFile.parse(JSON.parse(readFileSync(new URL('assumptions.json', import.meta.url), 'utf8')));
}

export function assumptionsOf(file: AssumptionFile): Assumptions {
  // Every name is a key of the file; TypeScript cannot follow that through Object.fromEntries.
  return Object.fromEntries(assumptionNames.map((name) => [name, file[name].value])) as Assumptions;
}
