/** Message in: { folder }, where the assembly goes. Message out: {} or { error }. See `production-assembly.ts`. */
import { stages } from '../bin/stages.ts';
import { synthesize } from '../bin/synthesize.ts';
import { buildFunctions } from '../lib/functions/build-functions.ts';
import { messageOf } from './message-of.ts';

process.once('message', async ({ folder }: { folder: string }) => {
  try {
    await buildFunctions({ onlyIfStale: true });
    const { dev } = stages;
    if (dev === undefined) throw new Error('bin/stages.ts has no stage dev');
    const auth = { ...dev.auth, tokenSource: 'header' as const };
    synthesize({ stage: 'dev', outdir: folder, validation: false, settings: { auth } });
    process.send?.({}, undefined, undefined, () => process.exit());
  } catch (error) {
    process.send?.({ error: messageOf(error) }, undefined, undefined, () => process.exit(1));
  }
});
