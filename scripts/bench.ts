import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectFolder } from '../lib/project-folder.ts';
import { allParts } from '../test/bench/all-parts.ts';
import type { BenchPart, BenchRun } from '../test/bench/bench.ts';
import { measureQuickly } from '../test/bench/quick.ts';
import { type Measured, machineLine, pageWith } from '../test/bench/report.ts';

const USAGE = `Measures the service beside its peers and writes docs/benchmarks.md.

  npm run bench                             all parts, with progress
  npm run bench -- --only cold-start,warm   these parts
  npm run bench -- --scale 1000000          the part about scale, with one store of so many MISPs
  npm run bench -- --quick                  cold start, bundles and warm with fewer rounds, in under two minutes; writes no page
  npm run bench -- --quick --json FILE      the same, and the figures as JSON to FILE
  npm run bench -- --help                   show this text and the names of the parts`;

const pagePath = join(projectFolder, 'docs/benchmarks.md');
const progress = (text: string) => console.log(`   ${text}`);

async function measure(parts: readonly BenchPart[], run: BenchRun): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  for (const [index, part] of parts.entries()) {
    console.log(`\n[${index + 1}/${parts.length}] ${part.title}`);
    const started = performance.now();
    const result = await part.run(run);
    measured.push({ part, result, seconds: (performance.now() - started) / 1000 });
    console.log(`\n${result.markdown.trim()}\n`);
    for (const miss of result.misses) console.log(`MISSED: ${miss}`);
    // Kept as soon as it is there: a part that fails later does not cost what was measured before it.
    writeFileSync(
      pagePath,
      pageWith(
        measured,
        pagePath,
        allParts.map(({ name }) => name),
        new Date(),
      ),
    );
  }
  return measured;
}

/** @returns the process's exit code */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      scale: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const names = allParts.map(({ name }) => name);
  if (values.help) {
    console.log(`${USAGE}\n\nParts: ${names.join(', ')}`);
    return 0;
  }
  console.log(machineLine());
  if (values.quick) {
    const { figures, misses } = await measureQuickly(progress);
    if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
    console.log(values.json === undefined ? JSON.stringify(figures, null, 2) : `\nThe figures are in ${values.json}`);
    for (const miss of misses) console.log(`MISSED: ${miss}`);
    return misses.length === 0 ? 0 : 1;
  }
  if (values.json !== undefined)
    return refuse('--json goes with --quick; the figures of a full run are in docs/benchmarks.md');
  const scale = values.scale === undefined ? undefined : Number(values.scale);
  if (scale !== undefined && !(Number.isSafeInteger(scale) && scale >= 1))
    return refuse('--scale takes a whole number of MISPs');
  const wanted = values.only?.split(',') ?? (scale === undefined ? names : ['scale']);
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length > 0) return refuse(`No part is called ${unknown.join(', ')}. There are: ${names.join(', ')}`);
  const parts = allParts.filter(({ name }) => wanted.includes(name));
  const started = performance.now();
  const measured = await measure(parts, { ...(scale === undefined ? {} : { scale }), progress });
  const misses = measured.flatMap(({ result }) => result.misses);
  const minutes = ((performance.now() - started) / 60_000).toFixed(1);
  console.log(`\n${measured.length} parts, ${misses.length} bounds missed, ${minutes} min; written to ${pagePath}`);
  return misses.length === 0 ? 0 : 1;
}

function refuse(text: string): number {
  console.error(text);
  return 2;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
