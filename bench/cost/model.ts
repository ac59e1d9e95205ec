import type { Assumptions } from './assumption-file.ts';
import type { Prices } from './price-file.ts';
import type { StackFacts } from './stack-facts.ts';
import type { BackgroundUsage } from './usage.ts';

/** Everything that a bill depends on beside the operation and its rate. Levers change one thing of it. */
export interface CostModel {
  readonly prices: Prices;
  readonly assumptions: Assumptions;
  readonly stack: Pick<
    StackFacts,
    | 'memory'
    | 'functions'
    | 'tables'
    | 'keys'
    | 'queues'
    | 'dashboards'
    | 'alarmMetrics'
    | 'areFunctionsTraced'
    | 'authorizerCacheSeconds'
    | 'batchRows'
    | 'batchesAtOnce'
    | 'minutesBetweenSweeps'
  >;
  readonly background: BackgroundUsage;
  /** How long the publisher gathers rows before it is called, in seconds; the stack sets none. */
  readonly gatheringSeconds: number;
}
