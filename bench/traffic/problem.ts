import type { OperationName } from '../../functions/operations.ts';
import { isRecord } from '../../local/template/json-values.ts';

/**
 * What is wrong with an answer; undefined if it is the expected success. A business error is HTTP 200 too, and a validation
 * that denies a licence which works is the worst of errors, though it has none in its envelope.
 */
export function problemOf(operation: OperationName, status: number | undefined, text: string): string | undefined {
  const body = status === 200 ? parsed(text) : undefined;
  const response = isRecord(body) && Array.isArray(body.errors) && body.errors.length === 0 ? body.response : undefined;
  const isSuccess = response !== undefined && response !== null;
  const isExpected =
    operation === 'validate-license-key' ? isRecord(response) && response.isActive === true : isSuccess;
  return isExpected ? undefined : `${operation} answered ${status}: ${text.slice(0, 200)}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
