import { type OperationHandler, operationHandler, type Serving } from '../../functions/http/operation-handler.ts';
import type { ApprovalTerms } from '../../functions/lambdas/process-misp-status/process-misp-status.ts';
import type { OperationContract } from '../../functions/operation/contract.ts';
import type { LicenseKeyVisibility } from '../../functions/operation/license-key-visibility.ts';
import { type OperationName, operations } from '../../functions/operations.ts';

/** The default of the configuration. */
const MAX_VALIDITY_DAYS = 3650;

/** All operations behind their real pipeline, bound as in their entry points, except for what a test replaces. */
export function boundOperations(
  serving: Serving,
  terms: ApprovalTerms,
  visibility: LicenseKeyVisibility,
): Readonly<Record<OperationName, OperationHandler>> {
  const ruleTerms = { ...terms, visibility, maxValidityDays: MAX_VALIDITY_DAYS };
  const handlerOf = ({ withRule }: OperationContract) =>
    withRule(ruleTerms, (request, rule, answering) => operationHandler(request, rule, serving, answering));
  const bound = Object.fromEntries(operations.map((operation) => [operation.name, handlerOf(operation)]));
  // The list has every operation.
  return bound as Record<OperationName, OperationHandler>;
}
