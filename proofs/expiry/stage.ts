import { randomUUID } from 'node:crypto';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { eventOf } from '../../test/integration/route.ts';
import { importAll } from '../../test/scenarios/imported-items.ts';
import type { ServiceRequest } from '../../test/scenarios/service-driver.ts';
import { type EngineTables, operationsOn, startEngineTables } from '../../test/support/engine-tables.ts';
import { lambdaContext } from '../../test/support/gateway-event.ts';
import { exposeToFaults, type InjectedFaults, nothingInjected } from '../linearizability/fault-plan.ts';
import { type Disturbances, type Ending, type Mutation, runAnnouncer } from './announcer-process.ts';
import { type Judged, judgeAnnouncements, type Run } from './judge-announcements.ts';
import { type CountedRun, judgeCalls } from './judge-calls.ts';
import { LaggingIndex } from './lagging-index.ts';
import { type Change, currentState, type MispHistory, stateAfter } from './misp-history.ts';
import type { Imported } from './population.ts';
import { readAnnouncements } from './read-announcements.ts';
import { Order, Witness } from './witness.ts';

/** The default of `expiryNoticeDays`. */
export const THRESHOLDS: readonly number[] = [30, 15, 7, 3, 1];

/** A request that changes a MISP, and its effect if it succeeds. */
export interface AskedChange {
  readonly kind: Change['kind'];
  readonly request: ServiceRequest;
  /** @param licenseHash of the issued licence, if any. */
  readonly change: (licenseHash: string) => Change;
}

/** Each change has its own time, so that its order among the runs is certain. */
const BETWEEN_CHANGES_MS = 7;

/** Everything that happens to one table, on a test clock. */
export class Stage {
  readonly histories: ReadonlyMap<string, MispHistory>;
  readonly injected: InjectedFaults = nothingInjected();
  readonly changesByKind = new Map<Change['kind'], number>();
  readonly runs: Run[] = [];
  readonly counted: CountedRun[] = [];
  readonly endings: Ending[] = [];
  /** Runs that began while another was under way. */
  runsAtOnce = 0;
  /** The test clock. */
  now: number;
  readonly #engine: EngineTables;
  readonly #mutation: Mutation;
  readonly #order = new Order();
  readonly #witness = new Witness(this.#order);
  readonly #longestLagMs: number;
  #index: LaggingIndex | undefined;
  #changedDuringRun = 0;
  #underWay = 0;

  private constructor(engine: EngineTables, now: number, { histories, mutation, longestLagMs }: Staged) {
    this.#engine = engine;
    this.now = now;
    this.histories = histories;
    this.#mutation = mutation;
    this.#longestLagMs = longestLagMs;
  }

  /** A table with these MISPs. @param longestLagMs the longest lag of the index; 0 for none. */
  static async open(
    imported: readonly Imported[],
    {
      now,
      mutation,
      longestLagMs = 0,
    }: { readonly now: number; readonly mutation: Mutation; readonly longestLagMs?: number },
  ): Promise<Stage> {
    const engine = await startEngineTables();
    try {
      const misps = imported.map(({ misp }) => misp);
      await importAll(engine.tables.misps, engine.client, misps);
      const histories = new Map(
        imported.map(({ misp: { id }, state }) => {
          const periods = [{ from: Number.NEGATIVE_INFINITY, asked: 0, answered: 0, state }];
          return [id, { id, periods }];
        }),
      );
      const stage = new Stage(engine, now, { histories, mutation, longestLagMs });
      if (longestLagMs > 0) {
        stage.#index = await LaggingIndex.begin(engine, () => stage.now);
        stage.#index.watch(engine.client);
      }
      return stage;
    } catch (error) {
      await engine.stop();
      throw error;
    }
  }

  /** Sets the lag of the index from now on. */
  set lagMs(milliseconds: number) {
    if (this.#index === undefined) throw new Error('The index of this stage never lags');
    this.#index.lagMs = milliseconds;
  }

  /** The time of the next change. */
  get timeOfNextChange(): number {
    return this.now + BETWEEN_CHANGES_MS;
  }

  /** Runs the function now. */
  async run(disturbances: Disturbances = {}): Promise<Ending> {
    const at = this.now;
    const changedBefore = this.#changedDuringRun;
    const before = this.#lastWhole();
    if (this.#underWay > 0) this.runsAtOnce += 1;
    this.#underWay += 1;
    const ending = await runAnnouncer(this.#engine, at, THRESHOLDS, disturbances, this.#mutation, this.#below);
    this.#underWay -= 1;
    const isWhole = !ending.isDead && !ending.isCut && ending.refused === 0;
    this.runs.push({ at, until: this.now, isWhole });
    this.endings.push(ending);
    if (isWhole && disturbances.faultPlan === undefined) {
      const changedDuringRun = this.#changedDuringRun - changedBefore;
      this.counted.push({ at, until: this.now, before, calls: ending.calls, changedDuringRun });
    }
    return ending;
  }

  /** Changes a MISP by a request, a moment later. @throws Error if it is refused. */
  async change(mispId: string, { request, change }: AskedChange): Promise<void> {
    const at = this.timeOfNextChange;
    this.now = at;
    const { name, event } = eventOf(request, { requestId: randomUUID() });
    const asked = this.#order.next();
    const answer = await operationsOn(this.#engine, { clock: () => at })[name](event, lambdaContext(name));
    const answered = this.#order.next();
    const { response, errors } = JSON.parse(answer.body ?? '');
    if (errors.length > 0) throw new Error(`${request.method} ${request.path}: ${JSON.stringify(errors)}`);
    const history = this.histories.get(mispId)!;
    const done = change(String(response.licenseKeyHash));
    history.periods.push({ from: at, asked, answered, state: stateAfter(currentState(history), done, at) });
    this.changesByKind.set(done.kind, (this.changesByKind.get(done.kind) ?? 0) + 1);
  }

  /** The same, while a run that has read the MISP is under way. */
  async changeDuringRun(mispId: string, asked: AskedChange): Promise<void> {
    await this.change(mispId, asked);
    this.#changedDuringRun += 1;
  }

  get changedDuringRun(): number {
    return this.#changedDuringRun;
  }

  /** Delivers all rows to the bus and judges everything so far. Call once, at the end. */
  async judge(): Promise<Judged> {
    const { client, tables } = this.#engine;
    const { announcements, violations } = await readAnnouncements(client, tables.outbox, this.#witness);
    const bounds = { thresholds: THRESHOLDS, lagMs: this.#longestLagMs };
    const runs = this.runs.toSorted((one, other) => one.at - other.at);
    const judged = judgeAnnouncements(this.histories, announcements, runs, bounds);
    const calls = judgeCalls(this.histories, this.counted, bounds);
    return { ...judged, violations: [...violations, ...judged.violations, ...calls] };
  }

  async stop(): Promise<void> {
    await this.#engine.stop();
  }

  /** The last one added is the last that a call meets, so the witness sees only what reaches the engine. */
  readonly #below = (client: DynamoDBDocumentClient): void => {
    exposeToFaults(client, this.injected);
    this.#index?.hideFrom(client);
    this.#witness.attach(client);
  };

  #lastWhole(): number | undefined {
    return this.runs.findLast(({ isWhole }) => isWhole)?.at;
  }
}

interface Staged {
  readonly histories: ReadonlyMap<string, MispHistory>;
  readonly mutation: Mutation;
  readonly longestLagMs: number;
}
