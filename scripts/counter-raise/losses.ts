import type { AuditedMisp } from './audited-misps.ts';
import type { StoredVersions } from './misp-table.ts';

/** A MISP with changes that are in the audit trail but not in the table. */
export interface Loss {
  readonly misp: AuditedMisp;
  /** The version in the table; undefined if the MISP is missing. */
  readonly stored: number | undefined;
}

/** Lists what is in the audit trail but not in the table, by id. */
export function lossesOf(audited: readonly AuditedMisp[], stored: StoredVersions): readonly Loss[] {
  return audited
    .map((misp) => ({ misp, stored: stored.get(misp.id) }))
    .filter((loss) => loss.stored === undefined || loss.stored < loss.misp.version)
    .sort((a, b) => a.misp.id.localeCompare(b.misp.id, 'en', { numeric: true }));
}

/**
 * Whether the trail lacks a version between the table's and its own last. A MISP that is not in the table was registered
 * after the point in time, so its trail begins with version 1.
 */
export const hasGap = ({ misp, stored = 0 }: Loss): boolean =>
  misp.changes.filter(({ version }) => version > stored).length < misp.version - stored;

/** Describes the losses for the operator who repairs them. */
export function* describeLosses(losses: readonly Loss[]): Iterable<string> {
  const gone = losses.filter(({ stored }) => stored === undefined);
  const older = losses.filter(({ stored }) => stored !== undefined);
  yield `In the audit trail but not in the table: ${gone.length}`;
  for (const { misp } of gone) {
    yield `  MISP ${misp.id}, ${misp.isRegisteredHere ? 'registered' : 'changed'} and lost`;
    yield* describeChanges(misp, 0);
  }
  yield `In the table, with changes that only the audit trail has: ${older.length}`;
  for (const { misp, stored = 0 } of older) {
    yield `  MISP ${misp.id}, version ${stored} in the table and ${misp.version} in the audit trail`;
    yield* describeChanges(misp, stored);
  }
}

function* describeChanges({ changes, verdicts }: AuditedMisp, since: number): Iterable<string> {
  for (const { version, operation, at, by } of changes) {
    if (version > since) yield `    version ${version}: ${operation}, ${at}, by ${by}`;
  }
  for (const { version, licenseKeyHash, active, reason } of verdicts) {
    if (version <= since) continue;
    // In capitals, because nobody may miss an undone revocation.
    const verdict = active ? 'worked' : `WAS REVOKED (${reason})`;
    yield `    licence with key hash ${licenseKeyHash} ${verdict} as of version ${version}`;
  }
}
