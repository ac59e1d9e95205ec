import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Proof, ProofSize } from '../../proofs/proof.ts';
import { merged, type Parts, type ProofReport } from './examine.ts';

/** What a process has to prove. */
export interface Assignment {
  readonly name: string;
  readonly size: ProofSize;
  readonly seed: number;
  readonly parts: Parts;
}
/** A message of that process: a line of progress, and in the end the result. */
export type Report = { readonly line: string } | { readonly examined: ProofReport };

const ONE = fileURLToPath(new URL('prove-one.ts', import.meta.url));

/** Options of a whole run. */
interface Common extends Pick<Assignment, 'size' | 'seed'> {
  readonly withPlants: boolean;
}

interface Job {
  readonly proof: Proof;
  readonly parts: Parts;
}

/** How many other proofs may run beside one that depends on time limits. */
const NEIGHBOURS = 1;

type Say = (proof: Proof, line: string) => void;

/**
 * Runs proofs in their own processes, several at once, longest first. Proofs that depend on time limits come before all
 * others, one by one. They leave a processor idle, so one other proof may run beside them. Their planted faults do not depend on
 * time, so they run with the others.
 * @param atOnce how many at once.
 * @param say called with lines of progress.
 * @returns the results in the order of `proofs`.
 */
export async function sideBySide(
  proofs: readonly Proof[],
  { withPlants, ...common }: Common,
  atOnce: number,
  say: Say,
): Promise<readonly ProofReport[]> {
  const inOrder = proofs.toSorted((one, other) => other.seconds - one.seconds);
  const timed = inOrder.filter(({ isTimed = false }) => isTimed);
  const done = new Map<Proof, ProofReport>();
  const run = async ({ proof, parts }: Job) => {
    const examined = await inProcess(proof, { ...common, name: proof.name, parts }, say);
    const earlier = done.get(proof);
    done.set(proof, earlier === undefined ? examined : merged(examined, earlier));
  };
  const waiting: Job[] = [
    ...inOrder
      .filter((proof) => !timed.includes(proof))
      .map((proof) => ({ proof, parts: { itself: true, plants: withPlants } })),
    ...(withPlants ? timed.map((proof) => ({ proof, parts: { itself: false, plants: true } })) : []),
  ];
  const lane = async () => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) await run(job);
  };
  const lanes = (count: number) => Array.from({ length: count }, lane);
  const beside = lanes(timed.length === 0 ? atOnce : Math.min(NEIGHBOURS, atOnce - 1));
  for (const proof of timed) await run({ proof, parts: { itself: true, plants: false } });
  await Promise.all([...beside, ...lanes(atOnce - beside.length)]);
  return proofs.flatMap((proof) => done.get(proof) ?? []);
}

function inProcess(proof: Proof, assignment: Assignment, say: Say): Promise<ProofReport> {
  return new Promise((resolve) => {
    const child = fork(ONE, { execArgv: ['--no-warnings'] });
    let examined: ProofReport | undefined;
    child.on('message', (report: Report) => {
      if ('line' in report) say(proof, report.line);
      else examined = report.examined;
    });
    // A message may still arrive after 'exit', but not after 'close'.
    child.on('close', (code, signal) => resolve(examined ?? brokenDown(proof, signal ?? `exit status ${code}`)));
    child.send(assignment);
  });
}

/** The result of a process that ended without one. */
function brokenDown({ number, name, plantedFaults }: Proof, how: string): ProofReport {
  const violations = [`The proof broke down: its process ended with ${how}`];
  const missed = plantedFaults.map(({ title }) => title);
  return { number, name, result: { figures: {}, violations }, caught: 0, missed, seconds: 0 };
}
