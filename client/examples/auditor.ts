/** The fields of an audit record that are used here. docs/schemas/audit-record.json has all of them. */
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
  /** Only if the request changed its MISP. */
  readonly version?: number;
}

/** Collects records from the bus, which may arrive in any order and more than once. */
export class AuditTrail {
  readonly #records = new Map<string, AuditRecord>();

  /** @returns whether the record is new. */
  take(record: AuditRecord): boolean {
    if (this.#records.has(record.recordId)) return false;
    this.#records.set(record.recordId, record);
    return true;
  }

  /** The records of one request, in order. */
  ofRequest(requestId: string): readonly AuditRecord[] {
    return [...this.#records.values()]
      .filter((record) => record.requestId === requestId)
      .sort((one, other) => one.sequence - other.sequence);
  }

  /** Who changed a MISP, and how, version by version. A missing version has not arrived yet. */
  changesOf(mispId: string): readonly string[] {
    return [...this.#records.values()]
      .filter((record) => record.mispId === mispId && record.version !== undefined && record.sequence === 1)
      .sort((one, other) => Number(one.version) - Number(other.version))
      .map(({ version, operation, sessionUserId }) => `${version}: ${operation} by ${sessionUserId}`);
  }
}
