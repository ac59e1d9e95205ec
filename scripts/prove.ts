import { arch, availableParallelism, cpus, platform } from 'node:os';
import { allProofs } from '../proofs/all-proofs.ts';
import type { Proof } from '../proofs/proof.ts';
import { readOptions } from './command-line.ts';
import type { ProofReport } from './prove/examine.ts';
import { sideBySide } from './prove/side-by-side.ts';

const USAGE = `Tests the promises of the service on this machine. Each proof counts what it did and saw, and must catch its
planted faults. docs/reliability.md explains each proof and its limits.

  npm run prove                       all proofs, about 12 minutes on two cores
  npm run prove -- --brief            small, with one planted fault for each proof, about 4 minutes: for every change
  npm run prove -- --full             at full size, about 140 minutes
  npm run prove -- --only model,races these proofs
  npm run prove -- --seed 42          with this seed instead of a new one
  npm run prove -- --jobs 1           one proof at a time; default: one more than there are cores, at most four
  npm run prove -- --no-plants        without the planted faults
  npm run prove -- --help             show this text and the names of the proofs`;

/** More would only slow each other down. */
const MAX_JOBS = 4;

const holds = ({ result, missed }: ProofReport) => result.violations.length === 0 && missed.length === 0;

function rowOf(report: ProofReport): string {
  const { number, name, result, caught, missed, seconds } = report;
  const figures = Object.entries(result.figures).map(
    ([figure, value]) => `${figure}: ${typeof value === 'number' ? value.toLocaleString('en-US') : value}`,
  );
  const plants = `${caught} of ${caught + missed.length}`;
  return `| ${number} ${name} | ${holds(report) ? 'holds' : 'FAILS'} | ${figures.join('; ')} | ${plants} | ${seconds.toFixed(0)} s |`;
}

const table = (reports: readonly ProofReport[]): string =>
  ['| proof | | counted | planted faults caught | time |', '|--|--|--|--|--|', ...reports.map(rowOf)].join('\n');

/** A whole number from an option, or its default. @throws Error that names the option. */
function numberFrom(option: string, text: string | undefined, otherwise: number, least = 0): number {
  const number = text === undefined ? otherwise : Number(text);
  if (!Number.isSafeInteger(number) || number < least) {
    throw new Error(`--${option} takes a whole number from ${least}`);
  }
  return number;
}

/** The proofs with these names; all if undefined. @throws Error that lists the known names. */
function chosen(names: readonly string[] | undefined): readonly Proof[] {
  const unknown = names?.filter((name) => !allProofs.some((proof) => proof.name === name)) ?? [];
  if (unknown.length > 0) {
    throw new Error(`There is no proof ${unknown.join(', ')}. Proofs: ${allProofs.map(({ name }) => name).join(', ')}`);
  }
  return allProofs.filter(({ name }) => names?.includes(name) ?? true);
}

async function main(): Promise<boolean> {
  const { values } = readOptions({
    options: {
      brief: { type: 'boolean', default: false },
      full: { type: 'boolean', default: false },
      only: { type: 'string' },
      seed: { type: 'string' },
      jobs: { type: 'string' },
      plants: { type: 'boolean', default: true },
      help: { type: 'boolean', default: false },
    },
    allowNegative: true,
  });
  if (values.help) {
    console.log(`${USAGE}\n\nProofs: ${allProofs.map(({ name }) => name).join(', ')}`);
    return true;
  }
  const proofs = chosen(values.only?.split(','));
  const seed = numberFrom('seed', values.seed, Math.floor(Math.random() * 2 ** 31));
  const jobs = numberFrom('jobs', values.jobs, Math.min(availableParallelism() + 1, MAX_JOBS), 1);
  if (values.brief && values.full) throw new Error('Use only one of --brief and --full');
  const size = values.brief ? 'brief' : values.full ? 'full' : 'default';
  const started = performance.now();
  const rows = await sideBySide(proofs, { size, seed, withPlants: values.plants }, jobs, {
    say: ({ number, name }, line) => console.log(`${number} ${name}: ${line}`),
    // A run at full size takes so long that its rows should not wait for the last of them.
    ended: (report) => {
      if (proofs.length > 1) console.log(rowOf(report));
    },
  });
  const machine = `${cpus().length} cores, ${platform()} ${arch()}, Node.js ${process.version}`;
  console.log(`\n${new Date().toISOString().slice(0, 10)}, ${machine}, size ${size}, seed ${seed}`);
  console.log(`${table(rows)}\n`);
  const failed = rows.filter((row) => !holds(row)).length;
  const minutes = (performance.now() - started) / 60_000;
  console.log(`${rows.length - failed} hold, ${failed} fail (${minutes.toFixed(1)} min)`);
  return failed === 0;
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
