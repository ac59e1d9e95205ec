import type { Outcome } from '../outages/callers.ts';
import type { Entry } from '../outages/observations.ts';

/**
 * The rule that only the next version has: a person who edited a MISP since its last decision may not approve it.
 * @param byNewCode requests that new code decided; old code has no such rule.
 */
export function checkApprovals(
  outcomes: readonly Outcome[],
  entries: readonly Entry[],
  byNewCode: ReadonlySet<string>,
): readonly string[] {
  const asked = new Map(outcomes.map(({ request }) => [request.requestId, request]));
  const changes = entries.filter(({ detail }) => detail.version !== undefined && detail.sequence === 1);
  const histories = Map.groupBy(changes, ({ detail }) => String(detail.mispId));
  return [...histories].flatMap(([mispId, history]) => {
    const editors = new Set<string>();
    return history
      .toSorted((one, other) => Number(one.detail.version) - Number(other.detail.version))
      .flatMap(({ detail }) => {
        const [requestId, user] = [String(detail.requestId), String(detail.sessionUserId)];
        const { operation, fields } = asked.get(requestId) ?? {};
        const isDecision = operation === 'process-misp-status';
        const isApproval = isDecision && fields?.mispStatus === 'approved';
        const isOwn = isApproval && editors.has(user) && byNewCode.has(requestId);
        if (operation === 'register-misp' || operation === 'update-misp') editors.add(user);
        if (isDecision) editors.clear();
        return isOwn ? [`MISP ${mispId} was approved by ${user}, who had edited it: version ${detail.version}`] : [];
      });
  });
}
