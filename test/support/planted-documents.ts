import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json } from '../stack/template.ts';
import { redocly } from './redocly.ts';

/** Documents with a planted change, each in its own file, to test the gates. */
export class PlantedDocuments {
  readonly #folder = mkdtempSync(join(tmpdir(), 'planted-documents-'));
  readonly #published: () => Json;

  /** @param published reads the unchanged document. */
  constructor(published: () => Json) {
    this.#published = published;
  }

  /** @returns the file of the changed document. */
  plant(name: string, change: (document: Json) => void): string {
    const document = this.#published();
    const before = JSON.stringify(document);
    change(document);
    if (JSON.stringify(document) === before) throw new Error(`${name}: nothing is planted`);
    const file = join(this.#folder, `${name.replaceAll(/\W+/g, '-')}.json`);
    writeFileSync(file, JSON.stringify(document));
    return file;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

/** Redocly prints more than the requested JSON. */
const textOfJson = (output: string) => output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1);

/** The rules that each of these documents breaks, each once, by name. */
export async function rulesBroken(
  ...files: readonly string[]
): Promise<{ readonly code: number | null; readonly rules: readonly (readonly string[])[] }> {
  const { code, output } = await redocly('lint', '--format=json', '--max-problems=1000', ...files);
  const reports = textOfJson(output).split(/(?<=^\})(?=\{)/m);
  const rules = reports.map((report) => JSON.parse(report).problems.map(({ ruleId }: Json): string => ruleId));
  return { code, rules: rules.map((names) => [...new Set<string>(names)].sort()) };
}

/** The places where a document breaks what another one promised. */
export async function breaksBetween(
  released: string,
  now: string,
): Promise<{ readonly code: number | null; readonly breaks: readonly string[] }> {
  const { code, output } = await redocly('diff', '--format=json', released, now);
  const major = JSON.parse(textOfJson(output)).changes.filter(({ impact }: Json) => impact === 'major');
  const places = major.flatMap(({ base, revision }: Json) => [base?.pointer, revision?.pointer]);
  return { code, breaks: places.filter((place: unknown) => place !== undefined) };
}
