import type { BenchPart } from './bench.ts';
import { scalePart } from './scale/scale-part.ts';

/** Every part, in the order in which they run and stand in docs/benchmarks.md. */
export const allParts: readonly BenchPart[] = [scalePart];
