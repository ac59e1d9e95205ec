import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allParts } from '../bench/all-parts.ts';
import { type CommandLine, readCommandLine } from '../bench/command-line.ts';
import { measureQuickly } from '../bench/quick.ts';
import { type Measured, machineLine, pageWith } from '../bench/report.ts';
import { runParts } from '../bench/run-parts.ts';
import { sourcesLine } from '../bench/sources.ts';
import { projectFolder } from '../lib/project-folder.ts';
import { installStep } from './install-step.ts';
import { runStep } from './run-steps.ts';

const USAGE = `Measures the service and its peers, and writes docs/benchmarks.md.

  npm run bench                             all parts, with progress
  npm run bench -- --only cold-start,warm   these parts
  npm run bench -- --scale 1000000          the part about scale, with one store of this many MISPs
  npm run bench -- --quick                  cold start, bundles and warm with fewer rounds, in under three minutes; writes no page
  npm run bench -- --quick --json FILE      the same, and writes the figures as JSON to FILE
  npm run bench -- --help                   show this text and the names of the parts`;

const names = allParts.map(({ name }) => name);
const progress = (text: string) => console.log(`   ${text}`);

/** @returns the process's exit code */
async function main(wanted: CommandLine): Promise<number> {
  switch (wanted.kind) {
    case 'help':
      console.log(`${USAGE}\n\nParts: ${names.join(', ')}`);
      return 0;
    case 'refused':
      console.error(wanted.why);
      return 2;
    case 'quick':
      return quick(wanted);
    case 'page':
      return page(wanted);
  }
}

async function quick({ json }: Extract<CommandLine, { kind: 'quick' }>): Promise<number> {
  console.log(`${machineLine()}, ${sourcesLine()}`);
  const { figures, misses } = await measureQuickly(progress);
  const text = JSON.stringify(figures, null, 2);
  if (json !== undefined) writeFileSync(json, `${text}\n`);
  console.log(json === undefined ? text : `\nThe figures are in ${json}`);
  for (const miss of misses) console.log(`MISSED: ${miss}`);
  return misses.length === 0 ? 0 : 1;
}

async function page({ parts: wanted, scale }: Extract<CommandLine, { kind: 'page' }>): Promise<number> {
  console.log(machineLine());
  // The parts with many rows take DynamoDB Local. Without it they take dynoxide, and the page says why.
  await runStep(installStep('tools/dynamodb-local'));
  const pagePath = join(projectFolder, 'docs/benchmarks.md');
  const parts = allParts.filter(({ name }) => wanted.includes(name));
  const started = performance.now();
  const keep = (measured: readonly Measured[]) =>
    writeFileSync(pagePath, pageWith(measured, pagePath, names, new Date()));
  const run = { ...(scale === undefined ? {} : { scale }), progress };
  const misses = await runParts(parts, run, { print: console.log, keep, sources: sourcesLine });
  const minutes = ((performance.now() - started) / 60_000).toFixed(1);
  console.log(`\n${parts.length} parts, ${misses.length} misses, ${minutes} min; written to ${pagePath}`);
  for (const miss of misses) console.log(`MISSED: ${miss}`);
  return misses.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(readCommandLine(process.argv.slice(2), names, process.env.INIT_CWD ?? process.cwd()));
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
