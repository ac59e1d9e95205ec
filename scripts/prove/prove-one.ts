import { allProofs } from '../../proofs/all-proofs.ts';
import { examine } from './examine.ts';
import type { Assignment, Report } from './side-by-side.ts';

/** A process that runs one proof for `npm run prove`, told which by its parent. */
process.once('message', async ({ name, size, seed, parts }: Assignment) => {
  const report = (what: Report) => process.send?.(what);
  const proof = allProofs.find((one) => one.name === name);
  if (proof === undefined) throw new Error(`No proof is called ${name}`);
  const progress = (text: string) => report({ line: text });
  report({ examined: await examine(proof, { size, seed, progress }, parts) });
  process.disconnect();
});
// A run that was stopped leaves nothing behind that goes on by itself.
process.once('disconnect', () => process.exit());
