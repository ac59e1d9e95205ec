import * as z from 'zod/mini';
import { issuesIn } from './aws/resource-properties.ts';
import { isRecord } from './template/json-values.ts';

/** The message of an error in one line; for a schema error, the place and the reason. */
export function reasonOf(error: unknown): string {
  if (error instanceof z.core.$ZodError) return issuesIn(error);
  const message = String(isRecord(error) ? error.message : error);
  // A message can contain parts of a damaged file, with any characters.
  return message.replaceAll(/\s+/g, ' ').replaceAll(/\p{Cc}/gu, '\ufffd');
}

/** The code of a system error, such as `EEXIST`. */
export function codeOf(error: unknown): unknown {
  return isRecord(error) ? error.code : undefined;
}
