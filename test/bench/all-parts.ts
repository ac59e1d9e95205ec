import { auditPipelinePart } from './audit-pipeline/audit-pipeline-part.ts';
import type { BenchPart } from './bench.ts';
import { costPart } from './cost/cost-part.ts';
import { loadPart } from './load/load-part.ts';
import { scalePart } from './scale/scale-part.ts';

/** Every part, in the order in which they run and stand in docs/benchmarks.md. */
export const allParts: readonly BenchPart[] = [costPart, scalePart, auditPipelinePart, loadPart];
