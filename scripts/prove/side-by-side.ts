import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Proof, ProofSize } from '../../proofs/proof.ts';
import type { ProofReport } from './examine.ts';

/** What a process has to prove. */
export interface Assignment {
  readonly name: string;
  readonly size: ProofSize;
  readonly seed: number;
  readonly withPlants: boolean;
}
/** A message of that process: a line of progress, and in the end the result. */
export type Report = { readonly line: string } | { readonly examined: ProofReport };

const ONE = fileURLToPath(new URL('prove-one.ts', import.meta.url));

/** Follows a run of proofs. */
export interface Follower {
  /** Called with a line of progress. */
  readonly say: (proof: Proof, line: string) => void;
  /** Called when a proof has ended. */
  readonly ended: (report: ProofReport) => void;
}

/**
 * Runs proofs in their own processes, several at once, those with the most work first.
 * @param atOnce how many at once.
 * @returns the results in the order of `proofs`.
 */
export async function sideBySide(
  proofs: readonly Proof[],
  run: Omit<Assignment, 'name'>,
  atOnce: number,
  { say, ended }: Follower,
): Promise<readonly ProofReport[]> {
  const waiting = proofs.toSorted((one, other) => other.seconds - one.seconds);
  const done = new Map<Proof, ProofReport>();
  const lane = async () => {
    for (let proof = waiting.shift(); proof !== undefined; proof = waiting.shift()) {
      const report = await inProcess(proof, { ...run, name: proof.name }, say);
      done.set(proof, report);
      ended(report);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return proofs.flatMap((proof) => done.get(proof) ?? []);
}

function inProcess(proof: Proof, assignment: Assignment, say: Follower['say']): Promise<ProofReport> {
  return new Promise((resolve) => {
    const child = fork(ONE, { execArgv: ['--no-warnings'] });
    let examined: ProofReport | undefined;
    child.on('message', (report: Report) => {
      if ('line' in report) say(proof, report.line);
      else examined = report.examined;
    });
    // A message may still arrive after 'exit', but not after 'close'.
    child.on('close', (code, signal) => resolve(examined ?? brokenDown(proof, signal ?? `exit status ${code}`, say)));
    child.on('error', (error) => resolve(brokenDown(proof, error.message, say)));
    child.send(assignment);
  });
}

/** The result of a process that ended without one. */
function brokenDown(proof: Proof, how: string, say: Follower['say']): ProofReport {
  const { number, name, plantedFaults } = proof;
  const violation = `The proof broke down: its process ended with ${how}`;
  say(proof, `VIOLATION: ${violation}`);
  const missed = plantedFaults.map(({ title }) => title);
  return { number, name, result: { figures: {}, violations: [violation] }, caught: 0, missed, seconds: 0 };
}
