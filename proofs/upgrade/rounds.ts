import type { ProofSize } from '../proof.ts';
import { DECIDER } from './next-version.ts';

/** The version of a function's code, and that of its policy. */
export interface Pick {
  readonly code: 'older' | 'newer';
  readonly policy: 'older' | 'newer';
}

/** A mixture that runs for a while: a choice for each function. */
export type Round = (name: string) => Pick;

export const always =
  (code: Pick['code'], policy: Pick['policy'] = code): Round =>
  () => ({ code, policy });

/** Chooses differently for these functions. */
export const but =
  (others: Round, these: Readonly<Record<string, Pick>>): Round =>
  (name) =>
    these[name] ?? others(name);

const pick = (code: Pick['code'], policy: Pick['policy'] = code): Pick => ({ code, policy });

/**
 * What chance could leave out: the function with the new grant in each way, and each pair of publisher and sweeper.
 */
const deciders = [pick('newer', 'older'), pick('newer'), pick('older', 'newer')];
const deliveries = [
  { 'publish-audit': pick('older'), 'sweep-audit-outbox': pick('newer') },
  { 'publish-audit': pick('newer'), 'sweep-audit-outbox': pick('older') },
  { 'publish-audit': pick('older'), 'sweep-audit-outbox': pick('older') },
];

const mixed: Readonly<Record<ProofSize, number>> = { brief: 3, default: 6, full: 36 };

/** A deployment, policies first, that stops half-way, is rolled back, and is then completed. */
export function roundsOf(size: ProofSize, random: () => number): readonly Round[] {
  const either = () => (random() < 0.5 ? 'older' : 'newer');
  const half = Array.from({ length: mixed[size] }, (_, index): Round => {
    const picked = new Map<string, Pick>();
    const atRandom: Round = (name) => {
      const one = picked.get(name) ?? pick(either(), either());
      picked.set(name, one);
      return one;
    };
    const decider = deciders[index % deciders.length] ?? pick('newer');
    return but(atRandom, { ...deliveries[index % deliveries.length], [DECIDER]: decider });
  });
  if (size === 'brief') return [always('older'), ...half, always('newer')];
  return [always('older'), always('older', 'newer'), ...half, always('older'), always('newer')];
}
