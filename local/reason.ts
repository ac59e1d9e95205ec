import * as z from 'zod/mini';
import { issuesIn } from './aws/resource-properties.ts';
import { isRecord } from './template/json-values.ts';

/** What an error says, in one line; of a value that does not fit a schema, where and why. */
export function reasonOf(error: unknown): string {
  if (error instanceof z.core.$ZodError) return issuesIn(error);
  const message = String(isRecord(error) ? error.message : error);
  // A damaged file can hold anything, and parts of it stand in the message.
  return message.replaceAll(/\s+/g, ' ').replaceAll(/\p{Cc}/gu, '\ufffd');
}

/** The code of an error of the system, such as `EEXIST`. */
export function codeOf(error: unknown): unknown {
  return isRecord(error) ? error.code : undefined;
}
