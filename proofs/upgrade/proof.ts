import { randomFrom } from '../../test/support/random.ts';
import type { Proof, ProofSize } from '../proof.ts';
import { newestKept } from './kept-releases.ts';
import { nextVersion } from './next-version.ts';
import { plantedFaults } from './planted-faults.ts';
import { roundsOf } from './rounds.ts';
import { runUpgrade, type UpgradeRun } from './run-upgrade.ts';
import { presentVersion } from './service-version.ts';

const requests: Readonly<Record<ProofSize, number>> = { brief: 25, default: 100, full: 200 };

/** Proof 13: two versions serve the same tables concurrently, in any mixture of code and policies. */
export const upgrade: Proof = {
  number: 13,
  name: 'upgrade',
  claim: 'Two versions on the same tables, code and policies mixed, lose nothing and break no promise of either.',
  seconds: 151,
  run: async ({ size, seed, progress }) => {
    const { title, ...both } = await versions();
    progress(title);
    const rounds = roundsOf(size, randomFrom(seed + 1));
    const { figures, violations } = await runUpgrade({ ...both, rounds, requests: requests[size], seed, progress });
    return { figures: { 'versions of the code': title, ...figures }, violations };
  },
  plantedFaults,
};

/**
 * The newest release and the present sources. If none is kept or they are equal, the present sources and a made-up next
 * version.
 */
async function versions(): Promise<Pick<UpgradeRun, 'older' | 'newer' | 'isPlanted'> & { readonly title: string }> {
  const present = await presentVersion();
  const kept = newestKept();
  const hasChanged = [...present.bundles].some(([name, code]) => kept?.bundles.get(name) !== code);
  if (kept !== undefined && hasChanged) {
    return { older: kept, newer: present, isPlanted: false, title: `${kept.version} and the present sources` };
  }
  return {
    older: present,
    newer: await nextVersion(present),
    isPlanted: true,
    title: 'the present sources and an artificial next version',
  };
}
