import type { BenchPart, BenchResult, BenchRun } from './bench.ts';
import { messageOf } from './message-of.ts';
import type { Measured } from './report.ts';

/** Where a run puts what it finds. */
export interface RunOutput {
  readonly print: (text: string) => void;
  /** Called after every part that was measured, with all of them so far. */
  readonly keep: (measured: readonly Measured[]) => void;
  /** The state of the sources that are measured. */
  readonly sources: () => string;
}

/**
 * Measures one part after the other. If one throws, that is a miss and its old section stays on the page. The others are still
 * measured: a failure of the last part must not cost the half hour before it.
 * @returns everything missed, each in a sentence.
 */
export async function runParts(
  parts: readonly BenchPart[],
  run: BenchRun,
  { print, keep, sources }: RunOutput,
): Promise<readonly string[]> {
  const measured: Measured[] = [];
  const misses: string[] = [];
  for (const [index, part] of parts.entries()) {
    print(`\n[${index + 1}/${parts.length}] ${part.title}`);
    const sourcesLine = sources();
    const started = performance.now();
    const result = await resultOf(part, run);
    const seconds = (performance.now() - started) / 1000;
    const ownMisses = 'problem' in result ? [`could not be measured: ${result.problem}`] : result.misses;
    if (!('problem' in result)) {
      measured.push({ part, result, seconds, sources: sourcesLine });
      print(`\n${result.markdown.trim()}\n`);
      // Kept as soon as it is there: whatever ends the run later does not cost what was measured before.
      keep(measured);
    }
    for (const miss of ownMisses) {
      print(`MISSED: ${miss}`);
      misses.push(`${part.name}: ${miss}`);
    }
  }
  return misses;
}

async function resultOf(part: BenchPart, run: BenchRun): Promise<BenchResult | { readonly problem: string }> {
  try {
    return await part.run(run);
  } catch (error) {
    return { problem: messageOf(error) };
  }
}
