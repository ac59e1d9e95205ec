import type { InProcessDriver } from '../../../test/integration/in-process-driver.ts';
import type { recordCalls } from '../../../test/support/recorded-calls.ts';
import type { SeparateBus } from './separate-bus.ts';

/** Where measuring happens: the service in this process on an engine, with a bus, and a count of what goes to each. */
export interface MeasuringPlace {
  readonly driver: InProcessDriver;
  readonly recorder: ReturnType<typeof recordCalls>;
  readonly bus: SeparateBus;
  /** Begins the functions' physical names. */
  readonly stackName: string;
  readonly accessLogFormat: string;
}
