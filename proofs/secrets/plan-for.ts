import type { OperationName } from '../../functions/operations.ts';
import type { Fault } from '../../local/aws/faults/fault.ts';
import type { Crash } from '../../local/functions/crash.ts';
import type { LocalCloud } from '../../local/local-cloud.ts';

/**
 * Plans the next disturbance of a request of an operation. Earlier plans for the same operation that were not applied
 * are dropped, or they would add up on a single request. Plans for other operations stay.
 */
export function planFor(
  { faults, crashes }: Pick<LocalCloud, 'faults' | 'crashes'>,
  operation: OperationName,
  planned: { readonly faults: readonly Fault[]; readonly crashes: readonly Crash[] },
): void {
  const isOfAnother = (name: string | undefined) => name !== undefined && !name.endsWith(`-${operation}`);
  const otherFaults = faults.planned().filter((fault) => isOfAnother(fault.function));
  const otherCrashes = crashes.planned().filter((crash) => isOfAnother(crash.function));
  faults.clear();
  crashes.clear();
  for (const fault of [...otherFaults, ...planned.faults]) faults.plan(fault);
  for (const crash of [...otherCrashes, ...planned.crashes]) crashes.plan(crash);
}
