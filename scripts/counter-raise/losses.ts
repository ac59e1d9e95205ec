import type { AuditedMisp, LicenseVerdict } from './audited-misps.ts';
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

/**
 * Describes the losses for the operator who repairs them.
 * @param unreadable MISPs in the table whose items cannot be read, with what the trail has of them.
 * @param now milliseconds since 1970.
 */
export function* describeLosses(
  losses: readonly Loss[],
  unreadable: readonly AuditedMisp[],
  now: number,
): Iterable<string> {
  const gone = losses.filter(({ stored }) => stored === undefined);
  const older = losses.filter(({ stored }) => stored !== undefined);
  yield `In the audit trail but not in the table: ${gone.length}`;
  for (const { misp } of gone) {
    yield `  MISP ${misp.id}, ${misp.isRegisteredHere ? 'registered' : 'changed'} and lost`;
    yield* describeChanges(misp, 0, now);
  }
  yield `In the table, with changes that only the audit trail has: ${older.length}`;
  for (const { misp, stored = 0 } of older) {
    yield `  MISP ${misp.id}, version ${stored} in the table and ${misp.version} in the audit trail`;
    yield* describeChanges(misp, stored, now);
  }
  if (unreadable.length === 0) return;
  yield `In the table, but unreadable: ${unreadable.length}. What the audit trail, as far as it was read, has of them:`;
  for (const misp of unreadable) {
    yield `  MISP ${misp.id}`;
    yield* describeChanges(misp, 0, now);
  }
}

/** In capitals what nobody may miss: a revocation or an end that the restore has undone. */
function effectOf({ version, active, reason, validTo }: LicenseVerdict, now: number): string {
  const since = `as of version ${version}`;
  if (!active) return `WAS REVOKED (${reason}) ${since}`;
  const end = new Date(validTo).toISOString();
  return validTo <= now ? `HAS ENDED ${since}, at ${end}` : `worked ${since}, until ${end}`;
}

function* describeChanges({ changes, verdicts }: AuditedMisp, since: number, now: number): Iterable<string> {
  for (const { version, operation, at, by } of changes) {
    if (version > since) yield `    version ${version}: ${operation}, ${at}, by ${by}`;
  }
  for (const verdict of verdicts) {
    if (verdict.version <= since) continue;
    yield `    licence with key hash ${verdict.licenseKeyHash} ${effectOf(verdict, now)}`;
  }
}
