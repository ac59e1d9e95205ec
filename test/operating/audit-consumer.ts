import { isRecord, type JsonRecord } from '../../local/template/json-values.ts';

/**
 * A consumer of the bus as docs/events.md requires: drops duplicates by `recordId`, and keeps the domain event with the
 * highest version of each MISP and licence. It also counts all events, as a consumer without either would see them.
 */
export class AuditConsumer {
  readonly #records = new Map<string, JsonRecord>();
  readonly #verdicts = new Map<string, JsonRecord>();
  #received = 0;

  take(event: unknown): void {
    if (!isRecord(event) || !isRecord(event.detail)) throw new Error('No event of the bus');
    const { detail } = event;
    this.#received += 1;
    const recordId = String(detail.recordId);
    if (this.#records.has(recordId)) return;
    this.#records.set(recordId, detail);
    // Records may also name a licence; only a verdict has a reason.
    if (detail.reason === undefined) return;
    const licence = `${detail.mispId} ${detail.licenseKeyHash}`;
    const known = this.#verdicts.get(licence);
    if (known === undefined || Number(known.version) < Number(detail.version)) this.#verdicts.set(licence, detail);
  }

  get received(): number {
    return this.#received;
  }

  /** All its state, sorted. */
  get state() {
    const sorted = (entries: ReadonlyMap<string, JsonRecord>) =>
      [...entries].sort(([one], [other]) => one.localeCompare(other));
    return { records: sorted(this.#records), verdicts: sorted(this.#verdicts) };
  }
}
