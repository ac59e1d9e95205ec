import type { AuditedChange, AuditTrail } from './audit-trail.ts';

/** The audit event for the creation of a MISP. */
const CREATED = 'PMS_MSP_212';

/** A change of a MISP. All records with one version come from one request. */
export interface Change {
  readonly version: number;
  readonly operation: string;
  readonly at: string;
  readonly by: string;
}

/** The latest verdict of a licence in domain events. */
export interface LicenseVerdict {
  readonly version: number;
  readonly licenseKeyHash: string;
  readonly active: boolean;
  readonly reason: string;
  /** Its end, in milliseconds since 1970. */
  readonly validTo: number;
}

/** A MISP in the audit trail. */
export interface AuditedMisp {
  readonly id: string;
  readonly isRegisteredHere: boolean;
  readonly version: number;
  /** By version. */
  readonly changes: readonly Change[];
  readonly verdicts: readonly LicenseVerdict[];
}

/** Collects the MISPs in the audit trail from its records. */
export class AuditedMisps {
  readonly #changes = new Map<string, Map<number, Change>>();
  readonly #verdicts = new Map<string, Map<string, LicenseVerdict>>();
  readonly #registered = new Set<string>();
  #count = 0;

  /** Reads a whole trail. Duplicates change nothing. */
  async read(trail: AuditTrail, onProgress: (records: number) => void): Promise<void> {
    for await (const page of trail) {
      for (const change of page) this.#add(change);
      this.#count += page.length;
      onProgress(this.#count);
    }
  }

  all(): readonly AuditedMisp[] {
    return [...this.#changes].map(([id, byVersion]) => {
      const changes = [...byVersion.values()].sort((a, b) => a.version - b.version);
      return {
        id,
        isRegisteredHere: this.#registered.has(id),
        version: changes.at(-1)?.version ?? 0,
        changes,
        verdicts: [...(this.#verdicts.get(id)?.values() ?? [])],
      };
    });
  }

  #add(change: AuditedChange): void {
    const { mispId, version, eventId, licenseKeyHash, active = false, reason, validTo } = change;
    const versions = entryOf(this.#changes, mispId, () => new Map<number, Change>());
    if (eventId === CREATED) this.#registered.add(mispId);
    // A record wins over a domain event with the same version, which has neither operation nor user.
    if (eventId !== undefined || !versions.has(version)) versions.set(version, changeFrom(change));
    // Records may name a licence too, but only verdicts have a reason and an end.
    if (licenseKeyHash === undefined || reason === undefined || validTo === undefined) return;
    const verdicts = entryOf(this.#verdicts, mispId, () => new Map<string, LicenseVerdict>());
    if ((verdicts.get(licenseKeyHash)?.version ?? 0) >= version) return;
    verdicts.set(licenseKeyHash, { version, licenseKeyHash, active, reason, validTo: Date.parse(validTo) });
  }
}

function changeFrom({ version, operation, actionTimeStamp, changedAt, sessionUserId }: AuditedChange): Change {
  return {
    version,
    operation: operation ?? 'unknown operation',
    at: actionTimeStamp ?? changedAt ?? 'unknown time',
    by: sessionUserId ?? 'unknown user',
  };
}

function entryOf<Value>(map: Map<string, Value>, key: string, create: () => Value): Value {
  const found = map.get(key) ?? create();
  map.set(key, found);
  return found;
}
