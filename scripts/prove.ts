import { arch, cpus, platform } from 'node:os';
import { parseArgs } from 'node:util';
import { allProofs } from '../test/proofs/all-proofs.ts';
import type { PlantedFault, Proof, ProofResult, ProofRun } from '../test/proofs/proof.ts';

const USAGE = `Proves, on this machine, what the service promises: each proof counts what it did and what it saw, and must catch the
faults that are planted for it. docs/reliability.md says what each proof does and what it does not cover.

  npm run prove                       all proofs, about 6 minutes on two cores
  npm run prove -- --full             at full size, about 40 minutes
  npm run prove -- --only model,races these proofs
  npm run prove -- --seed 42          with this seed instead of a new one
  npm run prove -- --no-plants        without the planted faults
  npm run prove -- --help             show this text and the names of the proofs`;

interface Row {
  readonly proof: Proof;
  readonly result: ProofResult;
  readonly caught: number;
  readonly missed: readonly string[];
  readonly seconds: number;
}

const secondsSince = (start: number) => (performance.now() - start) / 1000;

async function runProof(proof: Proof, run: ProofRun, withPlants: boolean): Promise<Row> {
  const started = performance.now();
  console.log(`\n${proof.number}. ${proof.claim}`);
  const result = await orViolation(proof.run(run));
  for (const violation of result.violations.slice(0, 10)) console.log(`   VIOLATION: ${violation}`);
  const missed: string[] = [];
  const plants = withPlants ? proof.plantedFaults : [];
  for (const plant of plants) {
    const isCaught = await caught(plant, run);
    if (!isCaught) missed.push(plant.title);
    console.log(`   planted: ${plant.title}: ${isCaught ? 'caught' : 'NOT CAUGHT'}`);
  }
  return { proof, result, caught: plants.length - missed.length, missed, seconds: secondsSince(started) };
}

/** A proof that breaks down has not shown what it claims; the others still can. */
async function orViolation(running: Promise<ProofResult>): Promise<ProofResult> {
  try {
    return await running;
  } catch (error) {
    console.error(error);
    return { figures: {}, violations: [`The proof broke down: ${error instanceof Error ? error.message : error}`] };
  }
}

/** Whether the proof finds the planted fault. One that breaks down on it has not found it. */
async function caught(plant: PlantedFault, run: ProofRun): Promise<boolean> {
  try {
    return (await plant.run(run)).violations.length > 0;
  } catch (error) {
    console.error(error);
    return false;
  }
}

function table(rows: readonly Row[]): string {
  const lines = rows.map(({ proof, result, caught, missed, seconds }) => {
    const figures = Object.entries(result.figures).map(([name, value]) => `${name} ${value}`);
    const holds = result.violations.length === 0 && missed.length === 0 ? 'holds' : 'FAILS';
    const plants = `${caught} of ${caught + missed.length}`;
    return `| ${proof.number} ${proof.name} | ${holds} | ${figures.join(', ')} | ${plants} | ${seconds.toFixed(0)} s |`;
  });
  return ['| proof | | counted | planted faults caught | time |', '|--|--|--|--|--|', ...lines].join('\n');
}

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      full: { type: 'boolean', default: false },
      only: { type: 'string' },
      seed: { type: 'string' },
      plants: { type: 'boolean', default: true },
      help: { type: 'boolean', default: false },
    },
    allowNegative: true,
  });
  if (values.help) {
    console.log(`${USAGE}\n\nProofs: ${allProofs.map(({ name }) => name).join(', ')}`);
    return true;
  }
  const wanted = values.only?.split(',');
  const unknown = wanted?.filter((name) => !allProofs.some((proof) => proof.name === name)) ?? [];
  if (unknown.length > 0) {
    console.error(
      `No proof is called ${unknown.join(', ')}. There are: ${allProofs.map(({ name }) => name).join(', ')}`,
    );
    return false;
  }
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
  if (!Number.isSafeInteger(seed)) {
    console.error('--seed takes a whole number');
    return false;
  }
  const started = performance.now();
  const progress = (text: string) => console.log(`   ${text}`);
  const run: ProofRun = { size: values.full ? 'full' : 'default', seed, progress };
  const rows: Row[] = [];
  for (const proof of allProofs) {
    if (wanted === undefined || wanted.includes(proof.name)) rows.push(await runProof(proof, run, values.plants));
  }
  const machine = `${cpus().length} cores, ${platform()} ${arch()}, Node.js ${process.version}`;
  console.log(`\n${new Date().toISOString().slice(0, 10)}, ${machine}, size ${run.size}, seed ${seed}`);
  console.log(`${table(rows)}\n`);
  const fails = rows.filter(({ result, missed }) => result.violations.length > 0 || missed.length > 0);
  console.log(
    `${rows.length - fails.length} hold, ${fails.length} fail (${(secondsSince(started) / 60).toFixed(1)} min)`,
  );
  return fails.length === 0;
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
