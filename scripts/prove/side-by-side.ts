import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Proof, ProofSize } from '../../proofs/proof.ts';
import type { Examined } from './examine.ts';

/** What a process of its own is told to prove. */
export interface Assignment {
  readonly name: string;
  readonly size: ProofSize;
  readonly seed: number;
  readonly withPlants: boolean;
}
/** What it tells: how far it is, and at last what came of it. */
export type Report = { readonly line: string } | { readonly examined: Examined };

const ONE = fileURLToPath(new URL('prove-one.ts', import.meta.url));

/**
 * Runs proofs in processes of their own, some at once, the longest first; those that judge times one by one at the end.
 * @param atOnce how many.
 * @param say takes a line and the proof that it is from.
 * @returns in the order of the proofs.
 */
export async function sideBySide(
  proofs: readonly Proof[],
  run: Omit<Assignment, 'name'>,
  atOnce: number,
  say: (proof: Proof, line: string) => void,
): Promise<readonly Examined[]> {
  const inOrder = proofs.toSorted((one, other) => other.seconds - one.seconds);
  const done = new Map<Proof, Examined>();
  const inLanes = async (waiting: Proof[], lanes: number) => {
    const lane = async () => {
      for (let proof = waiting.shift(); proof !== undefined; proof = waiting.shift()) {
        done.set(proof, await inProcess(proof, run, say));
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  };
  await inLanes(
    inOrder.filter(({ isTimed = false }) => !isTimed),
    atOnce,
  );
  await inLanes(
    inOrder.filter(({ isTimed = false }) => isTimed),
    1,
  );
  return proofs.flatMap((proof) => done.get(proof) ?? []);
}

function inProcess(
  proof: Proof,
  run: Omit<Assignment, 'name'>,
  say: (proof: Proof, line: string) => void,
): Promise<Examined> {
  return new Promise((resolve) => {
    const child = fork(ONE, { execArgv: ['--no-warnings'] });
    let examined: Examined | undefined;
    child.on('message', (report: Report) => {
      if ('line' in report) say(proof, report.line);
      else examined = report.examined;
    });
    child.on('exit', (code, signal) => resolve(examined ?? brokenDown(proof, signal ?? `exit status ${code}`)));
    child.send({ name: proof.name, ...run } satisfies Assignment);
  });
}

/** A process that ends without a word has shown nothing. */
function brokenDown({ number, name, plantedFaults }: Proof, how: string): Examined {
  const violations = [`The proof broke down: its process ended with ${how}`];
  const missed = plantedFaults.map(({ title }) => title);
  return { number, name, result: { figures: {}, violations }, caught: 0, missed, seconds: 0 };
}
