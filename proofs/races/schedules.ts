import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, fail } from '../../test/support/faults.ts';
import { CommitBarrier } from './commit-barrier.ts';
import { Conductor } from './conductor.ts';
import type { Interleavings } from './interleavings.ts';
import type { Schedule } from './run-at-once.ts';

/** The faults injected into races, by their names in the figures. */
export type Applied = Record<'conflicts' | 'lost answers', number>;

/** Two requests go through every order; more have too many, so their orders are random. */
export function forcedSchedule(clients: number, interleavings: Interleavings, random: () => number): Schedule {
  if (clients > 2) return new Conductor(clients, (options) => options[Math.floor(random() * options.length)]!);
  return new Conductor(clients, interleavings.choose);
}

const LATEST_START_MS = 4;

/** In turn: simultaneous commits, nothing arranged, a conflict of transactions, a lost answer. */
export function randomSchedule(clients: number, number: number, random: () => number, applied: Applied): Schedule {
  const turn = number % 4;
  if (turn === 0) return new CommitBarrier(clients);
  const begin = () => sleep(random() * LATEST_START_MS);
  if (turn === 1) return { begin };
  const [fault, figure] =
    turn === 2 ? (['transaction conflict', 'conflicts'] as const) : (['lost acknowledgement', 'lost answers'] as const);
  const happened = () => {
    applied[figure] += 1;
  };
  return { begin, send: applyingOnce(fault, happened) };
}

/** Injects a fault into the first transaction of any of the requests. */
function applyingOnce(fault: Fault, happened: () => void): NonNullable<Schedule['send']> {
  let isOver = false;
  return async (send) => {
    if (isOver || !('TransactItems' in send.input)) return send.pass();
    isOver = true;
    happened();
    return fail(send, fault);
  };
}
