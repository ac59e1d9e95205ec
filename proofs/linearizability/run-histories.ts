import { randomFrom } from '../../test/support/random.ts';
import { type Mutation, startProvingGround } from '../model/proving-ground.ts';
import type { ProofResult, ProofRun } from '../proof.ts';
import { type Checked, checkHistory } from './check-history.ts';
import { drawnKeys } from './drawn-keys.ts';
import { exposeToFaults, nothingInjected } from './fault-plan.ts';
import type { History } from './history.ts';
import { planHistory } from './plan-history.ts';
import { recordHistory } from './record-history.ts';

/** Concurrent histories: each mostly waits, and they usefully disturb each other's timing. */
const AT_ONCE = 4;
/** The MISP has as many licences as allowed. */
const TOO_MANY = 'PMS_MSP_901';

/**
 * Records histories and looks for an order in each.
 * @param enough the run ends at a violation that matches; without it all histories run.
 */
export async function runHistories(
  histories: number,
  { seed, progress }: Pick<ProofRun, 'seed' | 'progress'>,
  mutation: Mutation = {},
  enough?: RegExp,
): Promise<ProofResult> {
  const injected = nothingInjected();
  const { newKey, drawn } = drawnKeys();
  const ground = await startProvingGround({
    ...mutation,
    newKey,
    client: (client) => {
      exposeToFaults(client, injected);
      mutation.client?.(client);
    },
  });
  const counts = { histories: 0, operations: 0, 'overlapping pairs': 0, 'steps of the search': 0 };
  const bounds = { 'licences removed': 0, 'refused for too many licences': 0 };
  const unknown = { 'answered 503': 0, 'unknown, audit says done': 0, 'unknown, audit says not': 0 };
  const violations: string[] = [];
  const count = (checked: Checked, { events, rows }: History) => {
    const { overlapping, steps, unknownButDone, unknownAndNot, unavailable } = checked;
    counts.histories += 1;
    counts.operations += events.length;
    bounds['licences removed'] += rows.flatMap((row) => row.removedLicenseKeyHashes ?? []).length;
    bounds['refused for too many licences'] += rows.filter(({ outcome }) => outcome === TOO_MANY).length;
    counts['overlapping pairs'] += overlapping;
    counts['steps of the search'] += steps;
    unknown['answered 503'] += unavailable;
    unknown['unknown, audit says done'] += unknownButDone;
    unknown['unknown, audit says not'] += unknownAndNot;
    if (counts.histories % 100 === 0) progress(`${counts.histories} of ${histories}, ${violations.length} violations`);
  };
  let begun = 0;
  const work = async () => {
    while (begun < histories && !violations.some((violation) => enough?.test(violation))) {
      begun += 1;
      const title = `history ${begun} of seed ${seed}`;
      const random = randomFrom(seed * 10_007 + begun);
      const configuration = { errorCodes: '1.1.4', visibility: 'full' } as const;
      const service = await ground.fresh(configuration);
      try {
        const history = { ...(await recordHistory(service, configuration, planHistory(random), title)), drawn };
        const checked = checkHistory(history);
        violations.push(...checked.violations);
        count(checked, history);
      } finally {
        await service.drop();
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    await ground.stop();
  }
  return { figures: { ...counts, ...bounds, ...unknown, ...injected }, violations };
}
