import { profileFields } from '../../test/scenarios/arrangements.ts';
import { updateRequest } from '../../test/scenarios/requests.ts';
import type { ServiceDriver } from '../../test/scenarios/service-driver.ts';
import type { TrackedMisp } from './tracked-misp.ts';

/** Beginnings of names, some of them of each other. */
export const STEMS = ['Ada', 'Adam', 'Bell', 'Cell', 'Cellar', 'Zoe'] as const;

/** More MISPs than this would make the walks longer and show nothing more. */
const MOST_MISPS = 50;
/** MISPs that are never renamed: every search is to find some. */
const isSteady = (id: string) => /[02468]$/.test(id);

/** Registers, renames and changes MISPs while others walk through them. Each MISP is renamed by one request at a time. */
export class Writers {
  readonly misps: TrackedMisp[];
  readonly made = { registered: 0, renamed: 0, 'changed otherwise': 0 };
  readonly #driver: Pick<ServiceDriver, 'send'>;
  readonly #random: () => number;
  readonly #busy = new Set<string>();
  #names = 0;
  /** The MISP that a walker's cursor stands on. */
  #lastShown: string | undefined;

  constructor(driver: Pick<ServiceDriver, 'send'>, random: () => number, misps: readonly TrackedMisp[]) {
    this.#driver = driver;
    this.#random = random;
    this.misps = [...misps];
  }

  /** Tells where a walker is: what happens to that very MISP next is the hardest case. */
  walkerIsAt(id: string | undefined): void {
    this.#lastShown = id;
  }

  /** One request. */
  async act(): Promise<void> {
    const chance = this.#random();
    if (chance < 0.1 && this.misps.length < MOST_MISPS) return this.#register();
    const at = this.misps.find(({ id }) => id === this.#lastShown);
    const misp = this.#random() < 0.3 && at !== undefined ? at : this.#pick(this.misps);
    if (chance < 0.65 && !isSteady(misp.id)) return this.#rename(misp);
    return this.#change(misp);
  }

  /** Renames any one. */
  rename(): Promise<void> {
    return this.#rename(this.#pick(this.misps.filter(({ id }) => !isSteady(id))));
  }

  async #register(): Promise<void> {
    const name = this.#newName();
    const askedAt = performance.now();
    const { body } = await this.#driver.send({ method: 'POST', path: '/misps', fields: profileFields(name) });
    const id: unknown = body.response?.mispID;
    if (typeof id !== 'string') throw new Error(`A registration was refused: ${JSON.stringify(body.errors)}`);
    this.misps.push({ id, names: [{ name, askedAt, answeredAt: performance.now() }] });
    this.made.registered += 1;
  }

  async #rename(misp: TrackedMisp): Promise<void> {
    if (this.#busy.has(misp.id)) return;
    this.#busy.add(misp.id);
    const given = { name: this.#newName(), askedAt: performance.now(), answeredAt: Number.POSITIVE_INFINITY };
    misp.names.push(given);
    const { body } = await this.#driver.send(updateRequest(misp.id, given.name));
    if (body.response === null) throw new Error(`A rename was refused: ${JSON.stringify(body.errors)}`);
    given.answeredAt = performance.now();
    this.made.renamed += 1;
    this.#busy.delete(misp.id);
  }

  /** Approves, rejects, activates or de-activates: the MISP's item is written, its places in the indexes stay. */
  async #change({ id }: TrackedMisp): Promise<void> {
    const isApproval = this.#random() < 0.5;
    const mispStatus = this.#pick(isApproval ? ['approved', 'rejected'] : ['Active', 'De-active']);
    const path = `/misps/${id}${isApproval ? '/status' : ''}`;
    await this.#driver.send({ method: 'PATCH', path, fields: { mispStatus } });
    this.made['changed otherwise'] += 1;
  }

  #newName(): string {
    this.#names += 1;
    return `${this.#pick(STEMS)} ${this.#names}`;
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.#random() * items.length)]!;
  }
}
