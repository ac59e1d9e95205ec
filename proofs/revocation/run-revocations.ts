import { license, newKey } from '../../test/scenarios/arrangements.ts';
import { randomFrom, shuffled } from '../../test/support/random.ts';
import { sampleMisp } from '../../test/support/sample-misp.ts';
import type { ProofResult, ProofRun } from '../proof.ts';
import { type Fleet, startFleet } from './fleet.ts';
import { bringBack, revoke, type TrackedMisp, type Way, ways, youngest } from './revocations.ts';
import { TrackedKey } from './tracked-key.ts';
import { Validations } from './validations.ts';

export interface RevocationSize {
  readonly revocations: number;
  readonly validations: number;
}

/** Revocations of one MISP: every second adds a licence, and the engine takes longer for a larger item. */
const REVOCATIONS_A_MISP = 12;
/** How often a validation is of the MISP being revoked, and of an older key of a MISP. */
const HOT_SHARE = 0.5;
const OLD_SHARE = 0.1;
/** Older ones may have been removed: at most five expired licences stay. */
const KEYS_KEPT = 5;

/**
 * Four processes validate while keys are revoked and restored, one after the other. They pause only while a revoked key
 * or its MISP is activated again, because either verdict is right then. The clock of this process alone decides what
 * began after what.
 */
export async function runRevocations(
  assemblyFolder: string,
  { revocations, validations }: RevocationSize,
  { seed, progress }: Pick<ProofRun, 'seed' | 'progress'>,
): Promise<ProofResult> {
  const random = randomFrom(seed);
  const wayOf = shuffledWays(randomFrom(seed));
  const fleet = await startFleet(assemblyFolder);
  try {
    const misps = await importMisps(fleet, Math.max(4, Math.ceil(revocations / REVOCATIONS_A_MISP)));
    const seen = new Validations(fleet.validators.length);
    const done: Record<Way, number> = { key: 0, misp: 0, reject: 0, rotate: 0 };
    let inQuestion = youngest(misps[0]!);
    let isOver = false;
    let restoring: Promise<void> | undefined;
    const target = (): TrackedKey => {
      const misp = misps[Math.floor(random() * misps.length)]!;
      const kept = misp.keys.slice(-KEYS_KEPT);
      return random() < OLD_SHARE ? kept[Math.floor(random() * kept.length)]! : youngest(misp);
    };
    const validate = async (number: number) => {
      while (!isOver) {
        await restoring;
        // Every process first validates the key in question, and then validates it more often than others.
        const isInQuestion = !seen.hasAsked(number) || random() < HOT_SHARE;
        const key = isInQuestion ? inQuestion : target();
        await seen.validate(fleet.validators[number]!, number, key, isInQuestion);
      }
    };
    const revokeAll = async () => {
      for (let number = 1; number <= revocations && !isOver; number += 1) {
        const hot = misps[number % misps.length]!;
        inQuestion = youngest(hot);
        const way = wayOf(number);
        const upTo = (part: number) => (validations * (number - 1 + part)) / revocations;
        // Every process validates the key before the revocation: anything it cached must not be used afterwards.
        await seen.askAgain(upTo(0.25), true);
        await revoke(fleet, hot, way);
        done[way] += 1;
        await seen.askAgain(upTo(0.8), true);
        const restored = bringBack(fleet, hot, way);
        // Otherwise the key stays revoked, and verdicts on it are judged.
        if (way === 'key' || way === 'misp') restoring = restored;
        await restored;
        inQuestion = youngest(hot);
        if (number % Math.ceil(revocations / 5) === 0) progress(`${number} revocations, ${seen.count} validations`);
      }
      await seen.askAgain(validations, false);
    };
    const over = () => {
      isOver = true;
      seen.end();
    };
    const lanes = fleet.validators.map((_, number) => validate(number));
    await Promise.all([revokeAll(), ...lanes].map((part) => part.finally(over)));
    return {
      figures: {
        revocations: `${revocations} (${done.key} of a key, ${done.misp} of a MISP, ${done.reject} by reject, ${done.rotate} by rotation)`,
        validations: seen.count,
        'said active': seen.active,
        'while revoked': seen.whileRevoked,
        'soonest after the answer': `${seen.soonestMs.toFixed(2)} ms`,
        'by process': seen.made.join('/'),
      },
      violations: seen.violations,
    };
  } finally {
    await fleet.stop();
  }
}

/**
 * Each way occurs once in every few revocations, in random order, so that no run leaves one out. It has its own
 * generator: the processes draw from theirs in the order in which their calls end.
 */
function shuffledWays(random: () => number): (number: number) => Way {
  let order: readonly Way[] = [];
  return (number) => {
    const place = (number - 1) % ways.length;
    if (place === 0) order = shuffled(ways, random);
    return order[place]!;
  };
}

async function importMisps(fleet: Fleet, count: number): Promise<readonly TrackedMisp[]> {
  const misps = Array.from({ length: count }, (_, index): TrackedMisp => {
    const id = String(1000 + index);
    return { id, keys: [new TrackedKey(id, newKey())] };
  });
  for (const misp of misps) {
    const { id, keys } = misp;
    await fleet.importMisp(sampleMisp({ id, name: `Revoked ${id}`, licenses: [license({ key: keys[0]!.key })] }));
  }
  return misps;
}
