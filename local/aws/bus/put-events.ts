import * as z from 'zod/mini';

/** EventBridge's documented limits of one PutEvents call. */
const maximumEntries = 10;
/**
 * The total must stay below this, in bytes. Newer AWS documentation has a larger limit; the smaller one satisfies both.
 */
const sizeLimit = 256 * 1024;
const maximumDetailType = 128;
const maximumSource = 256;

/** An entry that EventBridge accepts. */
export interface AcceptedEntry {
  /** Name or ARN of the bus, as sent. */
  readonly bus: string;
  readonly source: string;
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly resources: readonly string[];
  /** Milliseconds since 1970; undefined if the sender left it out. */
  readonly time: number | undefined;
}

export interface EntryError {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

export type EntryVerdict = { readonly accepted: AcceptedEntry } | { readonly error: EntryError };

/** The whole call is refused. */
export interface RefusedCall {
  readonly refused: string;
}

const optionalText = z.nullish(z.string());
const entrySchema = z.object({
  Time: z.nullish(z.number()),
  Source: optionalText,
  DetailType: optionalText,
  Detail: optionalText,
  EventBusName: optionalText,
  Resources: z.nullish(z.array(z.string())),
});
type Entry = z.infer<typeof entrySchema>;
const callSchema = z.object({ Entries: z.array(entrySchema) });

/**
 * Validates a PutEvents call as EventBridge does: some errors refuse the whole call, others one entry.
 * @param input the parsed request.
 * @returns one verdict for each entry, in order, or the message of the ValidationException for the whole call.
 */
export function judgePutEvents(input: unknown): readonly EntryVerdict[] | RefusedCall {
  const call = callSchema.safeParse(input);
  if (!call.success) return { refused: `The request is not valid: ${z.prettifyError(call.error)}` };
  const entries = call.data.Entries;
  if (entries.length === 0) return { refused: constraint('greater than or equal to 1') };
  if (entries.length > maximumEntries) return { refused: constraint(`less than or equal to ${maximumEntries}`) };
  const size = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  if (size >= sizeLimit) return { refused: 'Total size of the entries in the request is over the limit.' };
  return entries.map(judgeEntry);
}

function constraint(limit: string): string {
  return `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length ${limit}`;
}

/** The size of an entry in bytes, as EventBridge's documentation defines it. */
function sizeOf(entry: Entry): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])];
  const time = entry.Time === undefined || entry.Time === null ? 0 : 14;
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), time);
}

function judgeEntry(entry: Entry): EntryVerdict {
  const { Source: source, DetailType: detailType, Detail: detail } = entry;
  if (!source) return missing('Source');
  if (!detailType) return missing('DetailType');
  if (!detail) return missing('Detail');
  if (source.length > maximumSource) return invalid('Source', `it is longer than ${maximumSource} characters.`);
  if (detailType.length > maximumDetailType) {
    return invalid('DetailType', `it is longer than ${maximumDetailType} characters.`);
  }
  if (source.startsWith('aws.')) return failed('NotAuthorizedForSourceException', 'Not authorized for the source.');
  const parsed = parseObject(detail);
  if (parsed === undefined) return failed('MalformedDetail', 'Detail is malformed.');
  const time = entry.Time === undefined || entry.Time === null ? undefined : entry.Time * 1_000;
  const resources = entry.Resources ?? [];
  return { accepted: { bus: entry.EventBusName || 'default', source, detailType, detail: parsed, resources, time } };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const result = z.record(z.string(), z.unknown()).safeParse(JSON.parse(text));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}

function missing(name: string): EntryVerdict {
  return invalid(name, `${name} is a required argument.`);
}

function invalid(name: string, reason: string): EntryVerdict {
  return failed('InvalidArgument', `Parameter ${name} is not valid. Reason: ${reason}`);
}

function failed(code: string, message: string): EntryVerdict {
  return { error: { ErrorCode: code, ErrorMessage: message } };
}
