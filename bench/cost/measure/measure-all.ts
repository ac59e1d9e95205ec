import * as z from 'zod/mini';
import { type InProcessDriver, startInProcess } from '../../../test/integration/in-process-driver.ts';
import { recordCalls } from '../../../test/support/recorded-calls.ts';
import type { StackFacts } from '../stack-facts.ts';
import type { BackgroundUsage, OperationUsage } from '../usage.ts';
import { measureAuthorizer, measureSweep } from './measure-background.ts';
import { measureOperation } from './measure-operation.ts';
import { measuredCases, validation } from './measured-cases.ts';
import { startSeparateBus } from './separate-bus.ts';

const WARM_UP = 400;

/** Everything that was counted and measured in a run. */
export interface Measurements {
  readonly operations: readonly OperationUsage[];
  readonly background: BackgroundUsage;
}

/** Measures on the embedded engine. @throws when a request is not answered as it should be. */
export async function measureAll(
  { stackName, accessLogFormat }: StackFacts,
  progress: (text: string) => void,
): Promise<Measurements> {
  const driver = await startInProcess();
  const bus = await startSeparateBus();
  try {
    const place = { driver, bus, recorder: recordCalls(driver.client), stackName, accessLogFormat };
    const sweep = await measureSweep(place);
    const authorizer = await measureAuthorizer();
    await warmUp(driver);
    // Thrown away: by then the publisher's code is compiled too.
    await measureOperation(validation, place);
    const operations: OperationUsage[] = [];
    const outputs = [sweep.output];
    for (const measured of measuredCases) {
      const { usage, publisherOutput } = await measureOperation(measured, place);
      progress(`${usage.label}: ${usage.calls.length} calls, ${usage.cpuMs.toFixed(2)} ms of processor time`);
      operations.push(usage);
      outputs.push(publisherOutput);
    }
    return { operations, background: { authorizer, sweep, metrics: metricsIn(outputs.join('')) } };
  } finally {
    bus.stop();
    await driver.stop();
  }
}

/** A function that is in use has compiled what all operations share long ago. */
async function warmUp(driver: InProcessDriver): Promise<void> {
  const request = await validation.arrange(driver);
  for (let time = 0; time < WARM_UP; time += 1) await driver.send(request);
}

const metricLine = z.object({
  _aws: z.object({
    CloudWatchMetrics: z.array(z.object({ Metrics: z.array(z.object({ Name: z.string() })) })),
  }),
  FunctionName: z.string(),
});

/** How many metrics the lines of an output make: each name of each function is one. */
function metricsIn(output: string): number {
  const lines = output.split('\n').filter((line) => line.includes('"_aws"'));
  const names = lines.flatMap((line) => {
    const { _aws, FunctionName } = metricLine.parse(JSON.parse(line));
    return _aws.CloudWatchMetrics.flatMap(({ Metrics }) => Metrics.map(({ Name }) => `${FunctionName} ${Name}`));
  });
  return new Set(names).size;
}
