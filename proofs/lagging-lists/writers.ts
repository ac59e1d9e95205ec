import { profileFields } from '../../test/scenarios/arrangements.ts';
import { activityRequest, statusRequest, updateRequest, validityRequest } from '../../test/scenarios/requests.ts';
import type { ServiceDriver, ServiceRequest } from '../../test/scenarios/service-driver.ts';
import { currentState, type MispState, type TrackedMisp } from './tracked-misp.ts';
import type { WalkedList } from './walked-list.ts';

/** Beginnings of names; some begin with others. */
export const STEMS = ['Ada', 'Adam', 'Bell', 'Cell', 'Cellar', 'Zoe'] as const;

const DAY_MS = 24 * 60 * 60 * 1000;
/** Licences are given ends at most this many days ahead; approval issues them for 90. */
export const MOST_DAYS = 60;

/** More MISPs would only make the walks longer. */
const MOST_MISPS = 50;

// Every list needs MISPs that stay and MISPs that move, and not the same ones in every list.
const keepsName = (id: string) => Number(id) % 2 === 0;
const keepsState = (id: string) => [0, 3].includes(Number(id) % 4);

/** A change of one MISP: its state afterwards, given the answer. */
interface Change {
  readonly request: ServiceRequest;
  readonly after: (response: Readonly<Record<string, string>>) => MispState;
}
const rename = (id: string, state: MispState, name: string): Change => ({
  request: updateRequest(id, name),
  after: () => ({ ...state, name }),
});
const approve = (id: string, state: MispState): Change => ({
  request: statusRequest(id, 'approved'),
  after: ({ licenseKeyHash = '', mispLicenseKeyExpiry = '' }) => ({
    ...state,
    status: 'approved',
    ends: new Map([...state.ends, [licenseKeyHash, `${mispLicenseKeyExpiry}Z`]]),
  }),
});
const reject = (id: string, state: MispState): Change => ({
  request: statusRequest(id, 'rejected'),
  after: () => ({ ...state, status: 'rejected', ends: new Map() }),
});
const setActivity = (id: string, state: MispState, isActive: boolean): Change => ({
  request: activityRequest(id, isActive ? 'Active' : 'De-active'),
  after: () => ({ ...state, isActive }),
});
const setEnd = (id: string, state: MispState, licenseKeyHash: string, end: string): Change => ({
  request: validityRequest(id, { licenseKeyHash }, end),
  after: () => ({ ...state, ends: new Map(state.ends).set(licenseKeyHash, end) }),
});

/** Registers and changes MISPs while others walk through them. Each MISP has one request at a time. */
export class Writers {
  readonly misps: TrackedMisp[];
  readonly made = { registered: 0, renamed: 0, 'moved otherwise': 0, 'changed in place': 0 };
  readonly #driver: Pick<ServiceDriver, 'send'>;
  readonly #random: () => number;
  readonly #busy = new Set<string>();
  #names = 0;
  /** The MISP at the walker's cursor. */
  #lastShown: string | undefined;

  constructor(driver: Pick<ServiceDriver, 'send'>, random: () => number, misps: readonly TrackedMisp[]) {
    this.#driver = driver;
    this.#random = random;
    this.misps = [...misps];
  }

  /** Reports the walker's place: a change of that very MISP is the hardest case. */
  walkerIsAt(id: string | undefined): void {
    this.#lastShown = id;
  }

  /** Makes one request. */
  async act(): Promise<void> {
    const chance = this.#random();
    if (chance < 0.1 && this.misps.length < MOST_MISPS) return this.#register();
    const at = this.misps.find(({ id }) => id === this.#lastShown);
    const misp = this.#random() < 0.3 && at !== undefined ? at : this.#pick(this.misps);
    if (chance < 0.5) return this.#rename(misp);
    return chance < 0.9 ? this.#move(misp) : this.#touch(misp);
  }

  /** Moves a MISP of the list to another place, or out of it. */
  async displace({ sortedBy, placeOf }: WalkedList): Promise<void> {
    const inList = this.misps.filter((misp) => !this.#busy.has(misp.id) && placeOf(currentState(misp)) !== undefined);
    if (sortedBy === 'name') {
      const renamable = inList.filter(({ id }) => !keepsName(id));
      return renamable.length === 0 ? undefined : this.#rename(this.#pick(renamable));
    }
    const movable = inList.flatMap((misp) => {
      const state = currentState(misp);
      const moves = keepsState(misp.id) ? [] : this.#moves(misp.id, state);
      const leading = moves.filter(({ after }) => placeOf(after({})) !== placeOf(state));
      return leading.length === 0 ? [] : [{ misp, leading }];
    });
    if (movable.length === 0) return;
    const { misp, leading } = this.#pick(movable);
    await this.#change(misp, 'moved otherwise', () => this.#pick(leading));
  }

  async #register(): Promise<void> {
    const name = this.#newName();
    const askedAt = performance.now();
    const { body } = await this.#driver.send({ method: 'POST', path: '/misps', fields: profileFields(name) });
    const id: unknown = body.response?.mispID;
    if (typeof id !== 'string') throw new Error(`A registration was refused: ${JSON.stringify(body.errors)}`);
    const state: MispState = { name, status: 'Inprogress', isActive: true, ends: new Map() };
    this.misps.push({ id, states: [{ state, askedAt, answeredAt: performance.now() }] });
    this.made.registered += 1;
  }

  async #rename(misp: TrackedMisp): Promise<void> {
    if (keepsName(misp.id)) return this.#touch(misp);
    await this.#change(misp, 'renamed', (state) => rename(misp.id, state, this.#newName()));
  }

  /** Writes the item again with the same index keys. */
  async #touch(misp: TrackedMisp): Promise<void> {
    await this.#change(misp, 'changed in place', (state) => rename(misp.id, state, state.name));
  }

  /** Approves, rejects, activates or de-activates, or gives the licence another end. */
  async #move(misp: TrackedMisp): Promise<void> {
    if (keepsState(misp.id)) return this.#touch(misp);
    await this.#change(misp, 'moved otherwise', (state) => this.#pick(this.#moves(misp.id, state)));
  }

  #moves(id: string, state: MispState): readonly Change[] {
    const { status, isActive, ends } = state;
    const end = new Date(Date.now() + Math.ceil(this.#random() * MOST_DAYS) * DAY_MS).toISOString();
    const [hash] = ends.keys();
    return [
      setActivity(id, state, !isActive),
      ...(status === 'rejected' ? [] : [reject(id, state)]),
      ...(status === 'approved' || !isActive ? [] : [approve(id, state)]),
      ...(hash === undefined ? [] : [setEnd(id, state, hash, end), setEnd(id, state, hash, end)]),
    ];
  }

  async #change(misp: TrackedMisp, what: keyof Writers['made'], changeOf: (state: MispState) => Change): Promise<void> {
    if (this.#busy.has(misp.id)) return;
    this.#busy.add(misp.id);
    const before = currentState(misp);
    const { request, after } = changeOf(before);
    const askedAt = performance.now();
    // The hash of a new licence is known only from the answer; until then anything may show.
    const timed = { state: before, askedAt, answeredAt: Number.POSITIVE_INFINITY };
    misp.states.push(timed);
    const { body } = await this.#driver.send(request);
    if (body.response === null) throw new Error(`A change was refused: ${JSON.stringify(body.errors)}`);
    timed.state = after(body.response);
    timed.answeredAt = performance.now();
    this.made[what] += 1;
    this.#busy.delete(misp.id);
  }

  #newName(): string {
    this.#names += 1;
    return `${this.#pick(STEMS)} ${this.#names}`;
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.#random() * items.length)]!;
  }
}
