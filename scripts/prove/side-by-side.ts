import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Proof, ProofSize } from '../../proofs/proof.ts';
import { type Examined, type Parts, together } from './examine.ts';

/** What a process of its own is told to prove. */
export interface Assignment {
  readonly name: string;
  readonly size: ProofSize;
  readonly seed: number;
  readonly parts: Parts;
}
/** What it tells: how far it is, and at last what came of it. */
export type Report = { readonly line: string } | { readonly examined: Examined };

const ONE = fileURLToPath(new URL('prove-one.ts', import.meta.url));

/** What all proofs of a run have in common. */
interface Common extends Pick<Assignment, 'size' | 'seed'> {
  readonly withPlants: boolean;
}

interface Job {
  readonly proof: Proof;
  readonly parts: Parts;
}

type Say = (proof: Proof, line: string) => void;

/**
 * Runs proofs in processes of their own, some at once, the longest first; those that judge times one by one at the end, but
 * their planted faults, of which no time counts, beside the others.
 * @param atOnce how many.
 * @param say takes a line and the proof that it is from.
 * @returns in the order of the proofs.
 */
export async function sideBySide(
  proofs: readonly Proof[],
  { withPlants, ...run }: Common,
  atOnce: number,
  say: Say,
): Promise<readonly Examined[]> {
  const inOrder = proofs.toSorted((one, other) => other.seconds - one.seconds);
  const timed = inOrder.filter(({ isTimed = false }) => isTimed);
  const done = new Map<Proof, Examined>();
  const inLanes = async (waiting: Job[], lanes: number) => {
    const lane = async () => {
      for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
        const { proof, parts } = job;
        const examined = await inProcess(proof, { ...run, name: proof.name, parts }, say);
        const earlier = done.get(proof);
        done.set(proof, earlier === undefined ? examined : together(examined, earlier));
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  };
  await inLanes(
    [
      ...inOrder
        .filter((proof) => !timed.includes(proof))
        .map((proof) => ({ proof, parts: { itself: true, plants: withPlants } })),
      ...(withPlants ? timed.map((proof) => ({ proof, parts: { itself: false, plants: true } })) : []),
    ],
    atOnce,
  );
  await inLanes(
    timed.map((proof) => ({ proof, parts: { itself: true, plants: false } })),
    1,
  );
  return proofs.flatMap((proof) => done.get(proof) ?? []);
}

function inProcess(proof: Proof, assignment: Assignment, say: Say): Promise<Examined> {
  return new Promise((resolve) => {
    const child = fork(ONE, { execArgv: ['--no-warnings'] });
    let examined: Examined | undefined;
    child.on('message', (report: Report) => {
      if ('line' in report) say(proof, report.line);
      else examined = report.examined;
    });
    // Behind 'exit' there may be a message still to be read; behind 'close' there is none.
    child.on('close', (code, signal) => resolve(examined ?? brokenDown(proof, signal ?? `exit status ${code}`)));
    child.send(assignment);
  });
}

/** A process that ends without a word has shown nothing. */
function brokenDown({ number, name, plantedFaults }: Proof, how: string): Examined {
  const violations = [`The proof broke down: its process ended with ${how}`];
  const missed = plantedFaults.map(({ title }) => title);
  return { number, name, result: { figures: {}, violations }, caught: 0, missed, seconds: 0 };
}
