import { auditPipelinePart } from './audit-pipeline/audit-pipeline-part.ts';
import type { BenchPart } from './bench.ts';
import { loadPart } from './load/load-part.ts';
import { scalePart } from './scale/scale-part.ts';

/** Every part, in the order in which they run and stand in docs/benchmarks.md. */
export const allParts: readonly BenchPart[] = [scalePart, auditPipelinePart, loadPart];
