import { startOnLocalCloud } from '../../test/e2e/local-cloud-driver.ts';
import { fewProcesses } from '../few-processes.ts';
import type { ProofResult } from '../proof.ts';
import { forgeEvents } from './forge-events.ts';
import { forgeRows } from './forge-rows.ts';
import { publishForgedRows } from './publish-forged-rows.ts';

/**
 * Tries to forge: puts rows of other operations into the outbox with the credentials of every function, and events on
 * the bus with everybody's credentials. Then puts forged rows into the outbox directly, and checks whether they reach
 * the bus.
 * @param assemblyFolder in place of the sources' own.
 */
export async function examineForgeries(assemblyFolder?: string): Promise<ProofResult> {
  const driver = await startOnLocalCloud({
    ...fewProcesses,
    onProblem: () => undefined,
    // Forged events may get through: this proof reports them.
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
