import type { LocalCloud } from '../../local/local-cloud.ts';
import { isRecord, type JsonRecord } from '../../local/template/json-values.ts';

/** A function's log lines as in Logs Insights, without lines that are not JSON. */
export function logLinesOf(cloud: LocalCloud, functionName: string): readonly JsonRecord[] {
  return cloud.logs(functionName).flatMap((line) => {
    try {
      const parsed: unknown = JSON.parse(line);
      return isRecord(parsed) ? [parsed] : [];
    } catch {
      return [];
    }
  });
}
