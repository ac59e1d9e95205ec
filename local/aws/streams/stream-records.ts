import * as z from 'zod/mini';

const attributes = z.record(z.string(), z.unknown());

/** The fields of a GetRecords record that are used here. */
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

/** A record as Lambda passes it to a function. */
export interface LambdaRecord extends EngineRecord {
  readonly eventSource: 'aws:dynamodb';
  readonly awsRegion: string;
  readonly eventSourceARN: string;
}

/**
 * Converts an engine's record to a function's.
 * @param offsetAt milliseconds by which the cloud's clock was ahead of the machine's clock, which the engine uses.
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
