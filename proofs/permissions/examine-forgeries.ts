import { startOnLocalCloud } from '../../test/e2e/local-cloud-driver.ts';
import type { ProofResult } from '../proof.ts';
import { forgeEvents } from './forge-events.ts';
import { forgeRows } from './forge-rows.ts';
import { publishForgedRows } from './publish-forged-rows.ts';

/**
 * Tries to forge: with the credentials of every function to put rows of every other operation into the outbox, and with those of
 * everybody to put events on the bus; then lets forged rows lie in the outbox, and looks whether they come out on the bus.
 * @param assemblyFolder in place of the sources' own.
 */
export async function examineForgeries(assemblyFolder?: string): Promise<ProofResult> {
  const driver = await startOnLocalCloud({
    onProblem: () => undefined,
    // Forged ones may come through: that is for this proof to tell.
    events: null,
    ...(assemblyFolder === undefined ? {} : { assemblyFolder }),
  });
  try {
    const rows = await forgeRows(driver.cloud);
    const events = await forgeEvents(driver.cloud);
    const published = await publishForgedRows(driver);
    return {
      figures: { ...rows.figures, ...events.figures, ...published.figures },
      violations: [...rows.violations, ...events.violations, ...published.violations],
    };
  } finally {
    await driver.stop();
  }
}
