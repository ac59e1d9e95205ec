import type { Json } from '../stack/template.ts';
import { redocly } from './redocly.ts';

/** A fault that Redocly found in a text, and its place. */
export interface ProseFinding {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly match: string;
}

/**
 * Checks pages and the descriptions in documents by the rules under `recheck` in redocly.yaml. @param paths files,
 * folders, names of documents.
 */
export async function proseFindings(...paths: readonly string[]): Promise<readonly ProseFinding[]> {
  const { output } = await redocly('recheck', '--format=json', '--max-problems=5000', ...paths);
  // Redocly prints its progress around the JSON.
  const { issues } = JSON.parse(output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1));
  return issues.map(({ file, line, ruleName, match }: Json) => ({ file, line, rule: ruleName, match }));
}
