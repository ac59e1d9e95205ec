import {
  activityRequest,
  keyStatusRequest,
  rotateRequest,
  statusRequest,
  updateRequest,
  validityRequest,
} from '../../test/scenarios/requests.ts';
import { DAY_MS } from './judge-announcements.ts';
import { type Change, currentState, type MispState, type PlainLicense, runsOut } from './misp-history.ts';
import type { AskedChange, Stage } from './stage.ts';
import { THRESHOLDS } from './stage.ts';

/** The default validity of a licence. */
const VALID_FOR_MS = 90 * DAY_MS;
const HOUR_MS = 60 * 60 * 1000;

/** The kinds of changes, in the order in which they are made. */
export const KINDS = [
  'rotate',
  'end',
  'de-activate',
  'key off',
  'edit',
  'activate',
  'reject',
  'end',
  'key on',
  'approve',
] as const satisfies readonly Change['kind'][];
/** MISPs tried until one allows the change. */
const MAX_TRIED = 1000;

/** Changes MISPs by requests: every kind of change that affects when a MISP runs out, and one that does not. */
export class Changes {
  readonly #stage: Stage;
  readonly #random: () => number;
  /** MISPs that are being changed. */
  readonly #busy = new Set<string>();
  readonly #ids: readonly string[];
  #made = 0;

  constructor(stage: Stage, random: () => number) {
    this.#stage = stage;
    this.#random = random;
    this.#ids = [...stage.histories.keys()];
  }

  /**
   * Changes some MISP. The kinds take turns, so that each occurs.
   * @param spreadMs a new end has a threshold due within this time of now.
   */
  async any(spreadMs: number): Promise<void> {
    const kind = KINDS[this.#made % KINDS.length]!;
    this.#made += 1;
    for (let tried = 0; tried < MAX_TRIED; tried += 1) {
      const mispId = this.#pick(this.#ids);
      const asked = this.#possible(mispId, spreadMs).filter((one) => one.kind === kind);
      if (asked.length > 0) return this.#oneAtATime(mispId, (id) => this.#stage.change(id, this.#pick(asked)));
    }
    throw new Error(`No MISP allows a change of the kind ${kind}`);
  }

  /** Changes a MISP that a run has read and is about to announce. */
  async beforeAnnouncement(mispId: string): Promise<void> {
    const act = (id: string) => this.#stage.changeDuringRun(id, this.#pick(this.#possible(id, HOUR_MS)));
    await this.#oneAtATime(mispId, act);
  }

  /** Sets the end of a working licence so that a threshold falls due after this time. */
  async dueIn(mispId: string, milliseconds: number): Promise<void> {
    const license = this.#stateOf(mispId).licenses.findLast((one) => this.#isRunning(one));
    if (license === undefined) throw new Error(`MISP ${mispId} has no working licence`);
    const validTo = this.#stage.now + milliseconds + this.#pick(THRESHOLDS) * DAY_MS;
    await this.#stage.change(mispId, endOf(mispId, license, validTo));
  }

  /** Skipped while another change of the MISP is under way: two concurrent changes have no order. */
  async #oneAtATime(mispId: string, act: (mispId: string) => Promise<void>): Promise<void> {
    if (this.#busy.has(mispId)) return;
    this.#busy.add(mispId);
    try {
      await act(mispId);
    } finally {
      this.#busy.delete(mispId);
    }
  }

  /** The possible changes of a MISP in its present state. */
  #possible(id: string, spreadMs: number): readonly AskedChange[] {
    const state = this.#stateOf(id);
    const request = updateRequest(id, `Licensee ${id} of version ${state.version}`);
    return [
      { kind: 'edit', request, change: () => ({ kind: 'edit' }) },
      ...this.#ofActivity(id, state),
      ...this.#ofStatus(id, state),
      ...this.#ofLicenses(id, state, spreadMs),
    ];
  }

  #ofActivity(id: string, { isActive }: MispState): readonly AskedChange[] {
    const kind = isActive ? 'de-activate' : 'activate';
    return [{ kind, request: activityRequest(id, isActive ? 'De-active' : 'Active'), change: () => ({ kind }) }];
  }

  #ofStatus(id: string, { isApproved, isActive }: MispState): readonly AskedChange[] {
    if (isApproved)
      return [{ kind: 'reject', request: statusRequest(id, 'rejected'), change: () => ({ kind: 'reject' }) }];
    const validTo = this.#next + VALID_FOR_MS;
    if (!isActive) return [];
    return [
      {
        kind: 'approve',
        request: statusRequest(id, 'approved'),
        change: (hash) => ({ kind: 'approve', hash, validTo }),
      },
    ];
  }

  #ofLicenses(id: string, state: MispState, spreadMs: number): readonly AskedChange[] {
    const { isApproved, isActive, licenses } = state;
    const changes: AskedChange[] = [];
    if (isApproved && isActive) changes.push(this.#rotation(id, spreadMs), this.#rotation(id, spreadMs));
    const last = licenses.find(({ hash }) => hash === runsOut(state)?.hash);
    if (last !== undefined && this.#isRunning(last)) {
      changes.push(endOf(id, last, last.validTo + 30 * DAY_MS), endOf(id, last, this.#nearThreshold(spreadMs)));
    }
    const other = licenses.length === 0 ? undefined : this.#pick(licenses);
    if (other === undefined) return changes;
    const kind = other.isOn ? 'key off' : 'key on';
    if (other.isOn || this.#next < other.validTo) {
      const request = keyStatusRequest(id, other.hash, other.isOn ? 'De-active' : 'Active');
      const { mispLicenseKeyStatus } = request.fields ?? {};
      const fields = { mispLicenseKeyStatus, licenseKeyHash: other.hash };
      changes.push({ kind, request: { ...request, fields }, change: () => ({ kind, hash: other.hash }) });
    }
    return changes;
  }

  #rotation(id: string, spreadMs: number): AskedChange {
    const overlapSeconds = this.#random() < 0.4 ? 0 : Math.floor(this.#random() * 10 * 24 * 60 * 60);
    const end = this.#random() < 0.5 ? undefined : this.#nearThreshold(spreadMs);
    const validTo = end ?? this.#next + VALID_FOR_MS;
    return {
      kind: 'rotate',
      request: rotateRequest(id, overlapSeconds, end === undefined ? undefined : new Date(end).toISOString()),
      change: (hash) => ({ kind: 'rotate', overlapMs: overlapSeconds * 1000, hash, validTo }),
    };
  }

  /** An end with a threshold due about now, just before or just after. */
  #nearThreshold(spreadMs: number): number {
    const offset = Math.floor((2 * this.#random() - 1) * Math.min(spreadMs, 12 * HOUR_MS));
    return this.#next + this.#pick(THRESHOLDS) * DAY_MS + offset;
  }

  readonly #isRunning = ({ isOn, validTo }: PlainLicense) => isOn && validTo > this.#next;

  /** The time of the next change. */
  get #next(): number {
    return this.#stage.timeOfNextChange;
  }

  #stateOf(mispId: string): MispState {
    return currentState(this.#stage.histories.get(mispId)!);
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.#random() * items.length)]!;
  }
}

const endOf = (id: string, { hash }: PlainLicense, validTo: number): AskedChange => ({
  kind: 'end',
  request: validityRequest(id, { licenseKeyHash: hash }, new Date(validTo).toISOString()),
  change: () => ({ kind: 'end', hash, validTo }),
});
