import { allProofs } from '../../proofs/all-proofs.ts';
import { examine } from './examine.ts';
import type { Assignment, Report } from './side-by-side.ts';

/** A process that runs one proof for `npm run prove`, as its parent says. */
process.once('message', async ({ name, size, seed, withPlants }: Assignment) => {
  const report = (what: Report) => process.send?.(what);
  const proof = allProofs.find((one) => one.name === name);
  if (proof === undefined) throw new Error(`There is no proof ${name}`);
  const progress = (text: string) => report({ line: text });
  report({ examined: await examine(proof, { size, seed, progress }, withPlants) });
  process.disconnect();
});
// Ends with its parent.
process.once('disconnect', () => process.exit());
