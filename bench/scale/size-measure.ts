import type { EngineProcess } from './engine-process.ts';
import type { Loaded } from './load.ts';
import type { PageMeasure } from './measure-depth.ts';
import type { CaseMeasure } from './measure-operations.ts';
import type { PrefixProbe } from './prefix-probe.ts';

/** Everything that was measured at one size of the store. */
export interface SizeMeasure {
  /** How many MISPs it held. */
  readonly size: number;
  /** What was loaded since the size before. */
  readonly loaded: Loaded;
  readonly engine: EngineProcess | undefined;
  readonly cases: readonly CaseMeasure[];
  readonly pages: readonly PageMeasure[];
  readonly prefix: PrefixProbe;
}
