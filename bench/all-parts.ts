import { auditPipelinePart } from './audit-pipeline/audit-pipeline-part.ts';
import type { BenchPart } from './bench.ts';
import { bundlesPart } from './cold-start/bundles-part.ts';
import { coldStartPart } from './cold-start/cold-start-part.ts';
import { costPart } from './cost/cost-part.ts';
import { expiryNoticesPart } from './expiry-notices/expiry-notices-part.ts';
import { loadPart } from './load/load-part.ts';
import { scalePart } from './scale/scale-part.ts';
import { warmPart } from './warm/warm-part.ts';

/** Every part, in the order in which they run and stand in docs/benchmarks.md. */
export const allParts: readonly BenchPart[] = [
  coldStartPart,
  bundlesPart,
  warmPart,
  costPart,
  scalePart,
  auditPipelinePart,
  expiryNoticesPart,
  loadPart,
];
