import { existsSync, readFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';
import type { BenchPart, BenchResult } from './bench.ts';

/** One measured part, as it goes into docs/benchmarks.md. */
export interface Measured {
  readonly part: Pick<BenchPart, 'name' | 'title'>;
  readonly result: BenchResult;
  readonly seconds: number;
  /** The state of the sources that were measured. */
  readonly sources: string;
}

const INTRODUCTION = `# Benchmarks

\`npm run bench\` measures all of this in one run and writes this page. Whatever has a peer is measured in turn with it, in the same
run. A figure with two others in parentheses is a median with the middle half of the values; a figure without is a count, a size, a
ratio of two medians, or a percentile of one run. Of one run each are: loading and capacity, throughput, the percentiles under load and
of the lag, catching up after an outage, and memory under load. Times are of the machine that each part names, which
is no Lambda function: what carries over are the ratios, the counts, and the sizes.

\`\`\`
npm run bench                              everything, with progress; rewrites this page
npm run bench -- --only cold-start,warm    some parts; rewrites their sections
npm run bench -- --scale 1000000           the scale part once more with so many MISPs; adds a section
npm run bench -- --quick --json FILE       cold start, bundles and warm in under two minutes, as JSON
\`\`\`

A bound that is not met is named in its part, and the command fails. So it does when a part could not be measured; its section is
then the one of the run before.
`;

const mark = (name: string, edge: 'begin' | 'end') => `<!-- ${edge} ${name} -->`;

/** The machine and the program that the figures are of. */
export function machineLine(): string {
  const model = cpus()[0]?.model.trim() || 'unknown processor';
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores (${model}), ${memory} GiB, ${platform()} ${arch()}, Node.js ${process.version}`;
}

/**
 * The page with the given sections in place of older ones; sections of parts that were not measured stay as they are.
 * @param order the names of all parts, in the order of the page; others follow.
 */
export function pageWith(
  measured: readonly Measured[],
  pagePath: string,
  order: readonly string[],
  date: Date,
): string {
  const sections = existsSync(pagePath) ? sectionsOf(readFileSync(pagePath, 'utf8')) : new Map<string, string>();
  for (const { part, result, seconds, sources } of measured) {
    const misses = result.misses.map((miss) => `**Missed:** ${miss}\n`).join('\n');
    const when = `*${date.toISOString().slice(0, 10)}, ${sources}, ${machineLine()}; took ${seconds.toFixed(0)} s.*`;
    const { name, title } = result.section ?? part;
    sections.set(name, `## ${title}\n\n${[result.markdown.trim(), misses, when].filter(Boolean).join('\n\n')}`);
  }
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  const sorted = [...sections].sort(([one], [other]) => rank(one) - rank(other));
  const blocks = sorted.map(([name, text]) => `${mark(name, 'begin')}\n${text.trim()}\n${mark(name, 'end')}\n`);
  return [INTRODUCTION, ...blocks].join('\n');
}

function sectionsOf(page: string): Map<string, string> {
  const found = page.matchAll(/<!-- begin (?<name>[\w-]+) -->\n(?<text>.*?)\n<!-- end \k<name> -->/gs);
  return new Map([...found].map(({ groups }) => [groups?.name ?? '', groups?.text ?? '']));
}
