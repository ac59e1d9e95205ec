import type { AuditedMisp } from './audited-misps.ts';
import type { StoredVersions } from './misp-table.ts';

/** A MISP of which the audit trail knows more than the table. */
export interface Loss {
  readonly misp: AuditedMisp;
  /** The version in the table; undefined when the MISP is not there at all. */
  readonly stored: number | undefined;
}

/** What the audit trail knows and the table has lost, by id. */
export function lossesOf(audited: readonly AuditedMisp[], stored: StoredVersions): readonly Loss[] {
  return audited
    .map((misp) => ({ misp, stored: stored.get(misp.id) }))
    .filter((loss) => loss.stored === undefined || loss.stored < loss.misp.version)
    .sort((a, b) => a.misp.id.localeCompare(b.misp.id, 'en', { numeric: true }));
}

/** The losses as text, for the operator who repairs them. */
export function* describeLosses(losses: readonly Loss[]): Iterable<string> {
  const gone = losses.filter(({ stored }) => stored === undefined);
  const older = losses.filter(({ stored }) => stored !== undefined);
  yield `In the audit trail and not in the table: ${gone.length}`;
  for (const { misp } of gone) {
    yield `  MISP ${misp.id}, ${misp.isRegisteredHere ? 'registered' : 'changed'} and lost`;
    yield* describeChanges(misp, 0);
  }
  yield `In the table, with changes that only the audit trail knows: ${older.length}`;
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
    // A revocation that is undone is what must not be overlooked.
    const verdict = active ? 'worked' : `WAS REVOKED (${reason})`;
    yield `    licence with key hash ${licenseKeyHash.slice(0, 16)}… ${verdict} as of version ${version}`;
  }
}
