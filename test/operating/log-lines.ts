import type { LocalCloud } from '../../local/local-cloud.ts';
import { isRecord, type JsonRecord } from '../../local/template/json-values.ts';

/** The lines that a function has logged, as Logs Insights shows them: what is no JSON is left out. */
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
