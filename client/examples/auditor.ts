/** A record of the audit trail, as far as it is used here: docs/schemas/audit-record.json has all of it. */
export interface AuditRecord {
  readonly recordId: string;
  readonly requestId: string;
  readonly sequence: number;
  readonly eventId: string;
  readonly actionTimeStamp: string;
  readonly sessionUserId: string;
  readonly operation: string;
  readonly outcome: string;
  readonly mispId?: string;
  /** Only where the request changed its MISP. */
  readonly version?: number;
}

/** Records as they come from the bus: more than once, and in any order. */
export class AuditTrail {
  readonly #records = new Map<string, AuditRecord>();

  /** @returns whether the record is new. */
  take(record: AuditRecord): boolean {
    if (this.#records.has(record.recordId)) return false;
    this.#records.set(record.recordId, record);
    return true;
  }

  /** Of one request, in order. */
  ofRequest(requestId: string): readonly AuditRecord[] {
    return [...this.#records.values()]
      .filter((record) => record.requestId === requestId)
      .sort((one, other) => one.sequence - other.sequence);
  }

  /** Who changed a MISP, and how, one version after the other. A version that is missing is on its way. */
  changesOf(mispId: string): readonly string[] {
    return [...this.#records.values()]
      .filter((record) => record.mispId === mispId && record.version !== undefined && record.sequence === 1)
      .sort((one, other) => Number(one.version) - Number(other.version))
      .map(({ version, operation, sessionUserId }) => `${version}: ${operation} by ${sessionUserId}`);
  }
}
