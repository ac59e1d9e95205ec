import * as z from 'zod/mini';

const attributes = z.record(z.string(), z.unknown());

/** A record as GetRecords gives it, as far as it is used here. */
export const engineRecord = z.object({
  eventID: z.string(),
  eventName: z.string(),
  eventVersion: z.string(),
  userIdentity: z.optional(z.unknown()),
  dynamodb: z.object({
    ApproximateCreationDateTime: z.number(),
    Keys: attributes,
    NewImage: z.optional(attributes),
    OldImage: z.optional(attributes),
    SequenceNumber: z.string(),
    SizeBytes: z.number(),
    StreamViewType: z.string(),
  }),
});
export type EngineRecord = z.infer<typeof engineRecord>;

/** A record as Lambda hands it to a function. */
export interface LambdaRecord extends EngineRecord {
  readonly eventSource: 'aws:dynamodb';
  readonly awsRegion: string;
  readonly eventSourceARN: string;
}

/**
 * Makes a function's record of an engine's.
 * @param offsetAt milliseconds by which the clock of this cloud was ahead of the machine's, which the engine reads.
 */
export function toLambdaRecord(
  record: EngineRecord,
  streamArn: string,
  offsetAt: (seconds: number) => number,
): LambdaRecord {
  const { ApproximateCreationDateTime: stamped } = record.dynamodb;
  const created = stamped + Math.round(offsetAt(stamped) / 1_000);
  return {
    ...record,
    eventSource: 'aws:dynamodb',
    awsRegion: streamArn.split(':')[3] ?? '',
    dynamodb: { ...record.dynamodb, ApproximateCreationDateTime: created },
    eventSourceARN: streamArn,
  };
}
