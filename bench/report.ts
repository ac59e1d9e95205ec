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

const TITLE = `# Benchmarks

\`npm run bench\` compares this service with its peers on one machine and writes this page. In short:
`;

const METHOD = `Nothing here was measured on AWS. Times are those of the machine that each part names. Counts and sizes are the
same on Lambda, and we expect the ratios to be similar. Times are not. A commit "+ changes" had changes that were not committed yet.

## How it is measured

- A peer is measured in the same run as the service, alternating with it.
- A figure with two others in parentheses is a median with the middle half of the values. A figure without is a count, a size, a
  ratio of two medians, or a percentile of one run.
- These figures come from one run each: loading and capacity, throughput, the percentiles under load and of the lag, catching up
  after an outage, announcing licences that expire, and memory under load.

| command | |
|--|--|
| \`npm run bench\` | everything, with progress; rewrites this page |
| \`npm run bench -- --only cold-start,warm\` | some parts; rewrites their sections |
| \`npm run bench -- --scale 1000000\` | the scale part again with this many MISPs; adds a section |
| \`npm run bench -- --quick --json FILE\` | cold start, bundles and warm in under three minutes, as JSON |

If a bound is not met, its part says so, and the command fails. The command also fails if a part could not be measured. Its section
then stays as the previous run left it.
`;

/** Begins the summary of a section. The page begins with all summaries. */
const IN_SHORT = '**In short:** ';

const mark = (name: string, edge: 'begin' | 'end') => `<!-- ${edge} ${name} -->`;

/** The machine and the Node.js that the figures come from. */
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
    sections.set(
      name,
      `## ${title}\n\n${[`${IN_SHORT}${result.summary}`, result.markdown.trim(), misses, when].filter(Boolean).join('\n\n')}`,
    );
  }
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  const sorted = [...sections].sort(([one], [other]) => rank(one) - rank(other));
  const blocks = sorted.map(([name, text]) => `${mark(name, 'begin')}\n${text.trim()}\n${mark(name, 'end')}\n`);
  return [TITLE, ...sorted.flatMap(([, text]) => summaryOf(text)), '', METHOD, ...blocks].join('\n');
}

/** A section's line of the list at the top of the page; a section from an older version of the program has none. */
function summaryOf(section: string): readonly string[] {
  const [, title, summary] = /^## (.+)\n\n\*\*In short:\*\* (.+)$/m.exec(section) ?? [];
  return title === undefined || summary === undefined ? [] : [`- **${title}.** ${summary}`];
}

function sectionsOf(page: string): Map<string, string> {
  const found = page.matchAll(/<!-- begin (?<name>[\w-]+) -->\n(?<text>.*?)\n<!-- end \k<name> -->/gs);
  return new Map([...found].map(({ groups }) => [groups?.name ?? '', groups?.text ?? '']));
}
